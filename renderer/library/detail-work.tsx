import { Group, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { type ResultDetail, summariseDrift, summariseLoad } from '../../electron/contract/index';
import { Hint } from '../design/hint';
import { bytes, times } from '../design/numbers';
import { LaneLegend } from '../telemetry/lane-legend';
import { LoadTable } from '../telemetry/load-table';
import { workOfResult } from '../telemetry/work';
import { WorkLanes } from '../telemetry/work-lanes';

/** What the devices did, how much memory that took, and how far predictions were off. */
export function DetailWork({ result }: { readonly result: ResultDetail }) {
  const work = useMemo(() => workOfResult(result), [result]);
  const load = useMemo(() => summariseLoad(work.devices, work.events), [work]);
  const drift = useMemo(() => summariseDrift(work.events), [work]);
  const memory = result.memory.devices
    .map(({ device, peakResidentBytes }) => `${device} ${bytes(peakResidentBytes)}`)
    .join(', ');
  return (
    <section aria-labelledby="detail-work">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="detail-work">
          Devices
        </Title>
        <LaneLegend />
      </Group>
      <WorkLanes work={work} load={load} />
      <LoadTable load={load} />
      <Text size="xs" c="dimmed" mt="xs" className="tabular">
        {load.concurrency.toFixed(2)} devices at work on average, ideal speed-up {times(work.idealSpeedup)}.
        Most memory: {memory}.
      </Text>
      {drift !== undefined && (
        <Text size="xs" c="dimmed" mt={4} className="tabular">
          Drift{' '}
          <Hint term="drift">
            How far the reused noise was from the one then predicted. 0 is no difference; small drift means
            that working ahead changed little.
          </Hint>{' '}
          {drift.mean.toFixed(3)} on average over {drift.predictions} predictions, at most{' '}
          {drift.greatest.toFixed(3)} in step {drift.greatestStep}.
        </Text>
      )}
    </section>
  );
}
