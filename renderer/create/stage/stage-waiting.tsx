import { Button, EmptyState, Text } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { type Job, titleOf } from '../../../electron/contract/index';
import { useCommand } from '../../app/commands';
import { useBenchmarkState } from '../../bridge/benchmark-state';
import { readyValue } from '../../bridge/loadable';
import { useJobs, useQueue } from '../../bridge/queue-store';
import { setPaused } from '../../queue/job-control';
import { cancelJob } from '../job-actions';
import { StageFrame } from './stage-frame';
import { jobsBefore } from './subject';
import { whyWaiting } from './waiting';

export function StageWaiting({ job }: { readonly job: Job }) {
  const before = jobsBefore(useJobs(), job.id);
  const paused = useQueue(({ queue }) => readyValue(queue)?.paused ?? false);
  const measuring = useBenchmarkState(({ running }) => running !== null);
  const cancel = (): void => cancelJob(job.id);
  useCommand('cancel', cancel);
  return (
    <StageFrame
      bar={
        <>
          <Text size="sm" style={{ flex: 1 }} truncate>
            {titleOf(job.draft.request)}
          </Text>
          {paused && (
            <Button size="xs" onClick={() => setPaused(false)}>
              Resume the queue
            </Button>
          )}
          <Button variant="default" size="xs" onClick={cancel}>
            Cancel
          </Button>
        </>
      }
    >
      <EmptyState
        icon={<IconHourglass stroke={1.4} />}
        title="Waiting"
        description={whyWaiting({ paused, measuring, before })}
      />
    </StageFrame>
  );
}
