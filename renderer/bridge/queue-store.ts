import { create } from 'zustand';
import type { Job, Queue } from '../../electron/contract/index';
import { request } from './client';
import { failed, LOADING, type Loadable, ready, readyValue } from './loadable';

/** The queue as the app last told it. */
export const useQueue = create<{ readonly queue: Loadable<Queue> }>()(() => ({ queue: LOADING }));

/**
 * Takes the queue as told. What a job was asked for changes only when it starts, with its plan; until then it stays
 * the same object from news to news, and nothing that is drawn of it has to be drawn again.
 */
export function applyQueue({ jobs, paused }: Queue): void {
  const kept = jobs.map((job) => {
    const known = findJob(job.id);
    return known === undefined || !isSamePlan(known, job)
      ? job
      : { ...job, draft: known.draft, plan: known.plan };
  });
  useQueue.setState({ queue: ready({ jobs: kept, paused }) });
}

const isSamePlan = (known: Job, told: Job): boolean =>
  known.startedAt === told.startedAt &&
  JSON.stringify(known.draft.parallelism) === JSON.stringify(told.draft.parallelism) &&
  known.plan.degree === told.plan.degree &&
  known.plan.devices === told.plan.devices;

export async function loadQueue(): Promise<void> {
  try {
    applyQueue(await request('queue.get'));
  } catch (error) {
    useQueue.setState({ queue: failed(error) });
  }
}

const NO_JOBS: readonly Job[] = [];

const jobsOf = (queue: Loadable<Queue>): readonly Job[] => readyValue(queue)?.jobs ?? NO_JOBS;

export const runningOf = (queue: Loadable<Queue>): Job | undefined =>
  jobsOf(queue).find(({ state }) => state === 'running');

export const useJobs = (): readonly Job[] => useQueue(({ queue }) => jobsOf(queue));

export const useJob = (id: string | undefined): Job | undefined =>
  useQueue(({ queue }) => jobsOf(queue).find((job) => job.id === id));

export const useRunningJob = (): Job | undefined => useQueue(({ queue }) => runningOf(queue));

/** For who need not hear of every step that it makes. */
export const useRunningJobId = (): string | undefined => useQueue(({ queue }) => runningOf(queue)?.id);

/** How many jobs have not ended. */
export const useActiveCount = (): number => useQueue(({ queue }) => activeJobs(jobsOf(queue)).length);

/** How many jobs the app was ended in the midst of. */
export const useInterruptedCount = (): number =>
  useQueue(({ queue }) => jobsOf(queue).filter(({ state }) => state === 'interrupted').length);

export const findJob = (id: string): Job | undefined =>
  jobsOf(useQueue.getState().queue).find((job) => job.id === id);

/** The jobs that have not ended, the running one first. */
export const activeJobs = (jobs: readonly Job[]): Job[] =>
  jobs.filter(({ state }) => state === 'running' || state === 'waiting');
