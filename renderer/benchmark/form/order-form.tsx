import { Button, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import type { BenchmarkOrder } from '../../../electron/contract/index';
import { request } from '../../bridge/client';
import { NumberField } from '../../create/form/number-field';
import { isWhole } from '../../create/form/problems';
import { Hinted } from '../../design/hint';
import { attempt } from '../../design/notify';
import { Sentence } from '../../design/sentence';
import { NumberChips } from './number-chips';
import { changeOrder, useOrder } from './order-store';
import { PlansForm } from './plans-form';

/** What shall be measured. */
export function OrderForm({ busy }: { readonly busy: boolean }) {
  const kind = useOrder((state) => state.kind);
  return (
    <section aria-labelledby="measure">
      <Title order={2} id="measure" mb="xs">
        Measure
      </Title>
      <Stack gap="sm">
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="What to measure"
          value={kind}
          data={[
            { value: 'plans', label: 'This machine' },
            { value: 'paper', label: 'The paper’s workloads' },
          ]}
          onChange={(value) => changeOrder({ kind: value === 'paper' ? 'paper' : 'plans' })}
        />
        {kind === 'plans' ? <PlansForm busy={busy} /> : <PaperForm busy={busy} />}
      </Stack>
    </section>
  );
}

/** Begins a measurement; what the app refuses is told. */
export const measure = (order: () => Promise<BenchmarkOrder>): void =>
  attempt('The benchmark could not begin', async () => request('benchmark.start', await order()));

const PAPER_DEGREES = [2, 3, 4, 5, 6, 7, 8] as const;
const MOST_STEP_MS = 60_000;

function PaperForm({ busy }: { readonly busy: boolean }) {
  const stepMs = useOrder((state) => state.stepMs);
  const chosen = useOrder((state) => state.paperDegrees);
  const right = isWhole(stepMs, 1, MOST_STEP_MS);
  return (
    <>
      <Text size="xs" c="dimmed">
        Denoises latents of the real sizes with the authors’ numbers of steps, on virtual devices: their time
        is modelled, everything else happens. Beside it stand the paper’s own figures.
      </Text>
      <Hinted term="One step" hint="What one evaluation of the model takes on every virtual device.">
        <NumberField
          label="One step"
          suffix=" ms"
          value={stepMs}
          error={right ? undefined : `From 1 to ${MOST_STEP_MS} ms.`}
          onValue={(value) => changeOrder({ stepMs: value })}
        />
      </Hinted>
      <NumberChips
        label="Degrees, beside one device alone"
        numbers={PAPER_DEGREES}
        chosen={chosen}
        onChange={(paperDegrees) => changeOrder({ paperDegrees })}
      />
      <Button
        disabled={busy || !right}
        onClick={() => measure(async () => ({ kind: 'paper', stepMs: Number(stepMs), degrees: [...chosen] }))}
      >
        Measure
      </Button>
      {busy && <Sentence kind="warning">A benchmark is running.</Sentence>}
    </>
  );
}
