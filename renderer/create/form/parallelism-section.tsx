import { SegmentedControl, Text } from '@mantine/core';
import { largestBatch, MOST_STEPS_IN_A_RUN } from '../../../electron/contract/index';
import { Hinted } from '../../design/hint';
import { times } from '../../design/numbers';
import { Sentence } from '../../design/sentence';
import { DeviceChoice } from './device-choice';
import classes from './fields.module.css';
import { Fold } from './fold';
import { changeParallelism, useForm } from './form-store';
import { NumberField } from './number-field';
import type { PlanChoice } from './plan-choice';
import { PlanView } from './plan-view';
import { ReuseField } from './reuse-field';
import { useFormCheck } from './use-form-check';

function summaryOf(plan: PlanChoice | undefined, automatic: boolean): string {
  const way = automatic ? 'auto' : 'by hand';
  if (plan === undefined || !plan.ok) return way;
  const devices = plan.devices.length === 1 ? '1 device' : `${plan.devices.length} devices`;
  return `${way}: ${devices}, ideal ${times(plan.speedup)}`;
}

/** How the steps are spread over devices. */
export function ParallelismSection() {
  const automatic = useForm(({ values }) => values.parallelism.automatic);
  const { plan, problems } = useFormCheck();
  return (
    <Fold title="Parallelism" summary={summaryOf(plan, automatic)} problem={problems.parallelism}>
      <DeviceChoice />
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="How the numbers are chosen"
        data={[
          { value: 'automatic', label: 'Automatic' },
          { value: 'by-hand', label: 'By hand' },
        ]}
        value={automatic ? 'automatic' : 'by-hand'}
        onChange={(value) => choose(value === 'automatic', plan)}
      />
      {automatic ? <AutomaticSentence plan={plan} /> : <PlanNumbers />}
      {problems.parallelism !== undefined && <Sentence>{problems.parallelism}</Sentence>}
      {plan?.ok === true &&
        plan.notices.map((notice) => (
          <Text key={notice} size="xs" c="dimmed">
            {notice}
          </Text>
        ))}
      <ReuseField />
      {plan?.ok === true && <PlanView plan={plan.plan} devices={plan.devices} speedup={plan.speedup} />}
    </Fold>
  );
}

/** By hand starts from what was chosen automatically. */
function choose(automatic: boolean, plan: PlanChoice | undefined): void {
  if (automatic || plan === undefined || !plan.ok) {
    changeParallelism({ automatic });
    return;
  }
  const { degree, warmup, cooldown } = plan.plan;
  changeParallelism({ automatic, degree, batch: largestBatch(plan.plan), warmup, cooldown });
}

function AutomaticSentence({ plan }: { readonly plan: PlanChoice | undefined }) {
  if (plan === undefined || !plan.ok) return null;
  const { degree, warmup, cooldown } = plan.plan;
  const batch = largestBatch(plan.plan);
  const how =
    batch > 1
      ? `, up to ${batch} steps in one run, which these devices have shown to pay`
      : plan.devices.length === degree
        ? ' (one step per device)'
        : ', shared out by speed';
  const text =
    degree === 1
      ? 'One device works on all steps, one after the other.'
      : `Degree ${degree}${how}, warm-up ${warmup} and cool-down ${cooldown} as the model recommends.`;
  return (
    <Text size="xs" c="dimmed">
      {text}
    </Text>
  );
}

function PlanNumbers() {
  const { degree, batch, warmup, cooldown } = useForm(({ values }) => values.parallelism);
  return (
    <div className={classes['pair']}>
      <Hinted
        term="Degree"
        hint="How many neighbouring steps are predicted at the same time, dealt out to the devices."
      >
        <NumberField
          label="Degree"
          min={1}
          allowDecimal={false}
          value={degree}
          onValue={(value) => changeParallelism({ degree: value })}
        />
      </Hinted>
      <Hinted
        term="Steps in a run"
        hint="How many of them a device computes in one run of the model. It pays where one step leaves the device half idle, and the automatic choice does it where such a run has been quicker here."
      >
        <NumberField
          label="Steps in a run"
          min={1}
          max={MOST_STEPS_IN_A_RUN}
          allowDecimal={false}
          value={batch}
          onValue={(value) => changeParallelism({ batch: value })}
        />
      </Hinted>
      <Hinted
        term="Warm-up"
        hint="Exact steps at the start, one by one. More of them keep the clip nearer to the sequential one."
      >
        <NumberField
          label="Warm-up"
          min={0}
          allowDecimal={false}
          value={warmup}
          onValue={(value) => changeParallelism({ warmup: value })}
        />
      </Hinted>
      <Hinted
        term="Cool-down"
        hint="Exact steps at the end, one by one, where neighbouring steps differ most again."
      >
        <NumberField
          label="Cool-down"
          min={0}
          allowDecimal={false}
          value={cooldown}
          onValue={(value) => changeParallelism({ cooldown: value })}
        />
      </Hinted>
    </div>
  );
}
