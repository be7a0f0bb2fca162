import { useSortable } from '@dnd-kit/sortable';
import { ActionIcon, Button } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { type Job, titleOf } from '../../electron/contract/index';
import classes from './job-card.module.css';
import { removeJob } from './job-control';
import { JobSummary } from './job-summary';

export function WaitingCard({ job }: { readonly job: Job }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: job.id });
  return (
    <article
      ref={setNodeRef}
      className={classes['card']}
      data-dragging={isDragging || undefined}
      style={{
        transform: transform === null ? undefined : `translateY(${transform.y}px)`,
        transition,
        zIndex: isDragging ? 1 : undefined,
        position: 'relative',
      }}
    >
      <ActionIcon
        ref={setActivatorNodeRef}
        {...attributes}
        {...listeners}
        className={classes['handle']}
        variant="subtle"
        color="gray"
        size={32}
        aria-label={`Move “${titleOf(job.draft.request).slice(0, 60)}”`}
      >
        <IconGripVertical size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
      <JobSummary job={job} />
      <div className={classes['actions']}>
        <Button size="xs" variant="default" onClick={() => removeJob(job.id)}>
          Remove
        </Button>
      </div>
    </article>
  );
}
