import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { runningOf, useQueue } from '../bridge/queue-store';
import { useLibraryChanges } from '../bridge/result-stores';
import { milestoneOf } from './milestones';

/** Tells screen readers how the job goes: at each stage and each quarter of one, not at each step. */
export function ProgressAnnouncer() {
  const milestone = useQueue(({ queue }) => {
    const job = runningOf(queue);
    return job?.progress == null ? undefined : milestoneOf(job.progress);
  });
  const finished = useLibraryChanges(({ lastFinished }) => lastFinished);
  const [text, setText] = useState('');
  const told = useRef('');

  useEffect(() => {
    if (milestone === undefined || told.current === milestone) return;
    told.current = milestone;
    setText(milestone);
  }, [milestone]);
  useEffect(() => {
    if (finished !== undefined) setText('The job is done.');
  }, [finished]);

  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
