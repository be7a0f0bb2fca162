import { Group, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { type Job, summariseLoad, titleOf } from '../../electron/contract/index';
import { useTelemetry } from '../bridge/telemetry-store';
import { LaneLegend } from '../telemetry/lane-legend';
import { LoadTable } from '../telemetry/load-table';
import { workOfJob } from '../telemetry/work';
import { WorkLanes } from '../telemetry/work-lanes';

/** What the devices do for the running job. */
export function RunningLanes({ job }: { readonly job: Job }) {
  const heard = useTelemetry(({ jobs }) => jobs.get(job.id));
  const work = useMemo(() => workOfJob(job, heard), [job, heard]);
  const load = useMemo(() => summariseLoad(work.devices, work.events), [work]);
  return (
    <section aria-labelledby="running-lanes">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="running-lanes">
          At work
        </Title>
        <LaneLegend />
      </Group>
      <Text size="sm" c="dimmed" mb="xs" truncate>
        {titleOf(job.draft.request)}
      </Text>
      <WorkLanes work={work} load={load} />
      <LoadTable load={load} />
    </section>
  );
}
