import { create } from 'zustand';
import type { EventPayload, Job, Queue } from '../../electron/contract/index';
import { request } from './client';
import { failed, LOADING, type Loadable, ready, readyValue } from './loadable';

/** The queue as the app last told it. */
export const useQueue = create<{ readonly queue: Loadable<Queue> }>()(() => ({ queue: LOADING }));

export function applyQueue(queue: Queue): void {
  useQueue.setState({ queue: ready(queue) });
}

/** Takes how far the running job has come; one that has ended or left the queue meanwhile stays as it was told last. */
export function applyProgress({ jobId, progress }: EventPayload<'job.progress'>): void {
  useQueue.setState(({ queue }) => {
    const told = readyValue(queue);
    if (told === undefined || runningOf(queue)?.id !== jobId) return {};
    const jobs = told.jobs.map((job) => (job.id === jobId ? { ...job, progress } : job));
    return { queue: ready({ ...told, jobs }) };
  });
}

export async function loadQueue(): Promise<void> {
  try {
    applyQueue(await request('queue.get'));
  } catch (error) {
    useQueue.setState({ queue: failed(error) });
  }
}

const NO_JOBS: readonly Job[] = [];

export const jobsOf = (queue: Loadable<Queue>): readonly Job[] => readyValue(queue)?.jobs ?? NO_JOBS;

export const runningOf = (queue: Loadable<Queue>): Job | undefined =>
  jobsOf(queue).find(({ state }) => state === 'running');

export const useJobs = (): readonly Job[] => useQueue(({ queue }) => jobsOf(queue));

export const useJob = (id: string | undefined): Job | undefined =>
  useQueue(({ queue }) => jobsOf(queue).find((job) => job.id === id));

export const useRunningJob = (): Job | undefined => useQueue(({ queue }) => runningOf(queue));

const NO_DEVICES: readonly string[] = [];

/** The devices that the running job works on; the same array while its progress goes on. */
export const useWorkingDevices = (): readonly string[] =>
  useQueue(({ queue }) => runningOf(queue)?.draft.parallelism.devices ?? NO_DEVICES);

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
