import { Button } from '@mantine/core';
import type { Job } from '../../electron/contract/index';
import { useCommand } from '../app/commands';
import { goTo } from '../app/navigation';
import { cancelJob } from '../create/job-actions';
import { showJob } from '../create/stage/subject';
import { StageProgress } from '../design/stage-progress';
import { openTelemetry } from '../telemetry/page/subject';
import classes from './job-card.module.css';
import { JobSummary } from './job-summary';

export function RunningCard({ job }: { readonly job: Job }) {
  const { id } = job;
  const cancel = (): void => cancelJob(id);
  useCommand('cancel', cancel);
  const watch = (): void => {
    showJob(id);
    goTo('create');
  };
  return (
    <article className={classes['card']} data-running>
      <div className={classes['row']}>
        <JobSummary job={job} />
        <div className={classes['actions']}>
          <Button size="xs" variant="light" onClick={watch}>
            Watch
          </Button>
          <Button size="xs" variant="default" onClick={() => openTelemetry({ kind: 'job', id })}>
            Telemetry
          </Button>
          <Button size="xs" variant="default" onClick={cancel}>
            Cancel
          </Button>
        </div>
      </div>
      <div className={classes['progress']}>
        <StageProgress progress={job.progress} />
      </div>
    </article>
  );
}
