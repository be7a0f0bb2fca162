import { Button, Text } from '@mantine/core';
import type { Job } from '../../electron/contract/index';
import { reuseAll } from '../create/reuse';
import { Sentence } from '../design/sentence';
import { openTelemetry } from '../telemetry/page/subject';
import classes from './job-card.module.css';
import { removeJob, retryJob } from './job-control';
import { JobSummary } from './job-summary';

/** A failure is a problem; what the user or the app's end stopped is only a fact. */
function Outcome({ job: { state, error } }: { readonly job: Job }) {
  if (state === 'failed')
    return <Sentence>{error?.message ?? 'The job failed. The log says more.'}</Sentence>;
  const otherwise = state === 'cancelled' ? 'Cancelled.' : 'The app ended while this job ran.';
  return (
    <Text size="xs" c="dimmed">
      {error?.message ?? otherwise}
    </Text>
  );
}

export function EndedCard({ job }: { readonly job: Job }) {
  return (
    <article className={classes['card']}>
      <div className={classes['summary']}>
        <JobSummary job={job} />
        <div className={classes['error']}>
          <Outcome job={job} />
        </div>
      </div>
      <div className={classes['actions']}>
        <Button size="xs" variant="subtle" onClick={() => removeJob(job.id)}>
          Remove
        </Button>
        <Button size="xs" variant="subtle" onClick={() => openTelemetry({ kind: 'job', id: job.id })}>
          Telemetry
        </Button>
        <Button size="xs" variant="default" onClick={() => reuseAll(job.draft, { kind: 'job', id: job.id })}>
          Edit
        </Button>
        <Button size="xs" variant="light" onClick={() => retryJob(job.id)}>
          Run again
        </Button>
      </div>
    </article>
  );
}
