/** What the stage shows: examples, a job on its way, or a result. */
import { create } from 'zustand';
import type { Job } from '../../../electron/contract/index';
import { activeJobs, runningOf, useQueue } from '../../bridge/queue-store';
import { useLibraryChanges } from '../../bridge/result-stores';

export type Subject =
  | { readonly kind: 'examples' }
  | { readonly kind: 'job'; readonly id: string }
  | { readonly kind: 'result'; readonly id: string };

const EXAMPLES: Subject = { kind: 'examples' };

export const useStage = create<{ readonly subject: Subject }>()(() => ({ subject: EXAMPLES }));

export const showExamples = (): void => useStage.setState({ subject: EXAMPLES });
export const showJob = (id: string): void => useStage.setState({ subject: { kind: 'job', id } });
export const showResult = (id: string): void => useStage.setState({ subject: { kind: 'result', id } });

/** A finished job is shown as its result under the same id. */
useLibraryChanges.subscribe(({ lastFinished }, before) => {
  const { subject } = useStage.getState();
  if (lastFinished === undefined || lastFinished === before.lastFinished) return;
  if (subject.kind === 'job' && subject.id === lastFinished) showResult(lastFinished);
});

/** A window that opens on a running job, such as after a reload, shows it. */
useQueue.subscribe(({ queue }, before) => {
  if (before.queue.state === 'ready' || useStage.getState().subject.kind !== 'examples') return;
  const running = runningOf(queue);
  if (running !== undefined) showJob(running.id);
});

export const useSubject = (): Subject => useStage(({ subject }) => subject);

/** How many jobs run before a waiting one. */
export function jobsBefore(jobs: readonly Job[], id: string): number {
  return Math.max(
    0,
    activeJobs(jobs).findIndex((job) => job.id === id),
  );
}
