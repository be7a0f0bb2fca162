import { Text } from '@mantine/core';
import { type Job, titleOf } from '../../electron/contract/index';
import { count, times } from '../design/numbers';
import { extents } from '../generation/facts';
import classes from './job-card.module.css';

/** What a job is: its title, and in one line how it is made. */
export function JobSummary({ job }: { readonly job: Job }) {
  const { request, parallelism } = job.draft;
  const facts = [
    job.modelTitle,
    `seed ${request.seed}`,
    count(request.steps, 'step'),
    ...extents(request),
    `${count(parallelism.devices.length, 'device')}, ideal ${times(job.idealSpeedup)}`,
  ];
  return (
    <div className={classes['summary']}>
      <Text size="sm" fw={500} lineClamp={2}>
        {titleOf(request)}
      </Text>
      <Text size="xs" c="dimmed" className="tabular" truncate>
        {facts.join(' · ')}
      </Text>
    </div>
  );
}
