import { Button, EmptyState, Stack } from '@mantine/core';
import { IconListDetails, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { Job, Queue } from '../../electron/contract/index';
import { goTo } from '../app/navigation';
import { useBenchmarkState } from '../bridge/benchmark-state';
import { useQueue } from '../bridge/queue-store';
import { Loaded } from '../design/loaded';
import { PageFrame } from '../design/page-frame';
import { EndedCard } from './ended-card';
import { setPaused } from './job-control';
import { QueueSection } from './queue-section';
import { RunningCard } from './running-card';
import { WaitingList } from './waiting-list';

export function QueuePage() {
  const queue = useQueue((state) => state.queue);
  return (
    <PageFrame title="Queue" actions={queue.state === 'ready' && <PauseButton paused={queue.value.paused} />}>
      <Loaded of={queue} what="queue">
        {(value) => (value.jobs.length === 0 ? <Empty /> : <Jobs queue={value} />)}
      </Loaded>
    </PageFrame>
  );
}

function PauseButton({ paused }: { readonly paused: boolean }) {
  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Button
      size="xs"
      variant={paused ? 'filled' : 'default'}
      leftSection={<Icon size={16} aria-hidden />}
      onClick={() => setPaused(!paused)}
    >
      {paused ? 'Resume the queue' : 'Pause the queue'}
    </Button>
  );
}

const Empty = () => (
  <EmptyState
    pt={80}
    icon={<IconListDetails stroke={1.4} />}
    title="Nothing is waiting"
    description="Clips and sounds that you generate line up here. Finished ones move to the Library."
  >
    <EmptyState.Actions>
      <Button onClick={() => goTo('create')}>Create one</Button>
    </EmptyState.Actions>
  </EmptyState>
);

const inState = (jobs: readonly Job[], ...states: Job['state'][]): Job[] =>
  jobs.filter(({ state }) => states.includes(state));

function waitingNote(paused: boolean, measuring: boolean): string | undefined {
  if (paused) return 'The queue is paused: the running job goes on, the next one does not start.';
  return measuring ? 'A benchmark is running: jobs wait until it has ended.' : undefined;
}

function Jobs({ queue: { jobs, paused } }: { readonly queue: Queue }) {
  const measuring = useBenchmarkState((state) => state.running !== null);
  const running = inState(jobs, 'running');
  const waiting = inState(jobs, 'waiting');
  const ended = inState(jobs, 'failed', 'cancelled', 'interrupted');
  return (
    <Stack gap="lg" maw={880} mx="auto">
      {running.length > 0 && (
        <QueueSection title="Running">
          {running.map((job) => (
            <RunningCard key={job.id} job={job} />
          ))}
        </QueueSection>
      )}
      {waiting.length > 0 && (
        <QueueSection title="Waiting" note={waitingNote(paused, measuring)}>
          <WaitingList jobs={waiting} />
        </QueueSection>
      )}
      {ended.length > 0 && (
        <QueueSection title="Ended without a result">
          {ended.map((job) => (
            <EndedCard key={job.id} job={job} />
          ))}
        </QueueSection>
      )}
    </Stack>
  );
}
