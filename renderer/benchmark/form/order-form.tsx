import { Button, Chip, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import type { BenchmarkOrder } from '../../../electron/contract/index';
import { request } from '../../bridge/client';
import { NumberField } from '../../create/form/number-field';
import { isWhole } from '../../create/form/problems';
import { Hinted } from '../../design/hint';
import { attempt } from '../../design/notify';
import { Sentence } from '../../design/sentence';
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
      <DegreeChips
        degrees={PAPER_DEGREES}
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

type DegreeProps = {
  readonly degrees: readonly number[];
  readonly chosen: readonly number[];
  readonly onChange: (degrees: number[]) => void;
};

/** Degrees to measure beside sequential. */
export function DegreeChips({ degrees, chosen, onChange }: DegreeProps) {
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <Text component="legend" size="xs" fw={500} mb={4} p={0}>
        Degrees, beside one device alone
      </Text>
      <Chip.Group
        multiple
        value={chosen.map(String)}
        onChange={(values) => onChange(values.map(Number).sort((a, b) => a - b))}
      >
        <Group gap={4}>
          {degrees.map((degree) => (
            <Chip key={degree} value={String(degree)} size="xs" variant="outline">
              {degree}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </fieldset>
  );
}
