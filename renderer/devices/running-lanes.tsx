import { Group, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { type Job, summariseLoad, titleOf } from '../../electron/contract/index';
import { useRunningJob } from '../bridge/queue-store';
import { useTelemetry } from '../bridge/telemetry-store';
import { useSlowly } from '../design/use-slowly';
import { LaneLegend } from '../telemetry/lane-legend';
import { LoadTable } from '../telemetry/load-table';
import { type Work, workOfJob } from '../telemetry/work';
import { WorkLanes } from '../telemetry/work-lanes';

/** The work of one device, if it takes part; otherwise of all. */
function onlyOf(work: Work, focus: string | null): Work {
  if (focus === null || !work.devices.includes(focus)) return work;
  return { ...work, devices: [focus], events: work.events.filter(({ device }) => device === focus) };
}

/** What the devices do for the running job, if there is one. */
export function RunningLanes({ focus }: { readonly focus: string | null }) {
  const job = useRunningJob();
  return job === undefined ? null : <Lanes key={job.id} job={job} focus={focus} />;
}

function Lanes({ job, focus }: { readonly job: Job; readonly focus: string | null }) {
  const heard = useTelemetry(({ jobs }) => jobs.get(job.id));
  const work = useMemo(() => onlyOf(workOfJob(job, heard), focus), [job, heard, focus]);
  // What is read rather than watched need not change ten times a second.
  const settled = useSlowly(work.events, work.running);
  const load = useMemo(() => summariseLoad(work.devices, settled), [work.devices, settled]);
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
