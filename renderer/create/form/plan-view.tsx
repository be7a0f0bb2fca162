import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { asLongAsOneSlot, idealSpeedup, largestBatch, type Plan } from '../../../electron/contract/index';
import { times } from '../../design/numbers';
import { PlanDrawing } from '../../telemetry/plan-drawing';
import { planSentence } from '../../telemetry/plan-layout';
import { PlanTable } from '../../telemetry/plan-table';

type Props = { readonly plan: Plan; readonly devices: readonly string[]; readonly speedup: number };

/** The plan before it runs: a drawing, a sentence, and a table for who wants to read it. */
export function PlanView({ plan, devices, speedup }: Props) {
  const free = largestBatch(plan) > 1 ? idealSpeedup(plan, asLongAsOneSlot) : speedup;
  const [table, { toggle }] = useDisclosure(false);
  return (
    <section aria-label="Plan">
      <PlanDrawing plan={plan} devices={devices} />
      <Text size="xs" c="dimmed" mt={8} className="tabular">
        {planSentence(plan)} At best {times(speedup)} as fast as one device
        {free > speedup && `, and up to ${times(free)} where a run of several steps takes no longer than one`}
        .
      </Text>
      <Button variant="subtle" size="compact-xs" ml={-6} mt={4} aria-expanded={table} onClick={toggle}>
        {table ? 'Hide the table' : 'Show as a table'}
      </Button>
      {table && <PlanTable plan={plan} devices={devices} />}
    </section>
  );
}
