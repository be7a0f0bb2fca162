import { Button, EmptyState, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlayerStop, IconPlugConnectedX } from '@tabler/icons-react';
import { type Job, nounOf, titleOf } from '../../../electron/contract/index';
import { removeJob, retryJob } from '../../queue/job-control';
import { reuseAll } from '../reuse';
import { StageFrame } from './stage-frame';
import { showExamples } from './subject';

const ENDS = {
  failed: {
    title: (noun: string) => `This ${noun} could not be made`,
    icon: IconAlertTriangle,
    otherwise: 'The log says more.',
  },
  cancelled: { title: () => 'Cancelled', icon: IconPlayerStop, otherwise: 'Nothing was kept of this run.' },
  interrupted: {
    title: () => 'Interrupted',
    icon: IconPlugConnectedX,
    otherwise: 'The app ended while this job ran.',
  },
} as const;

type Ended = Job & { readonly state: keyof typeof ENDS };

export function StageEnded({ job }: { readonly job: Job }) {
  const { title, icon: Icon, otherwise } = ENDS[(job as Ended).state];
  const remove = (): void => {
    removeJob(job.id);
    showExamples();
  };
  return (
    <StageFrame
      bar={
        <>
          <Text size="sm" style={{ flex: 1 }} truncate>
            {titleOf(job.draft.request)}
          </Text>
          <Button variant="subtle" size="xs" onClick={remove}>
            Remove
          </Button>
          <Button
            variant="default"
            size="xs"
            onClick={() => reuseAll(job.draft, { kind: 'job', id: job.id })}
          >
            Edit
          </Button>
          <Button size="xs" onClick={() => retryJob(job.id)}>
            Run again
          </Button>
        </>
      }
    >
      <EmptyState
        role={job.state === 'failed' ? 'alert' : undefined}
        icon={<Icon stroke={1.4} />}
        title={title(nounOf(job.draft.request.kind))}
        description={job.error?.message ?? otherwise}
      />
    </StageFrame>
  );
}
