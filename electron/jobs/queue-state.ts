/** The queue as a value, and what can be done with it. */
import { StudioError } from '../../workers/api';
import type { Job, JobState, Queue } from '../contract';

/** The running job, then the waiting ones in their order, then the ended ones, newest first. */
export function sorted(jobs: readonly Job[]): Job[] {
  const rank: Readonly<Record<JobState, number>> = {
    running: 0,
    waiting: 1,
    interrupted: 2,
    failed: 2,
    cancelled: 2,
  };
  return [...jobs].sort((a, b) => rank[a.state] - rank[b.state]);
}

export function find({ jobs }: Queue, id: string): Job {
  const job = jobs.find((other) => other.id === id);
  if (job !== undefined) return job;
  throw new StudioError('bad-request', 'This job is no longer in the queue.');
}

/** A job of which something has changed; jobs keep their place among those of their state. */
export function change(queue: Queue, id: string, patch: Partial<Job>): Queue {
  const jobs = queue.jobs.map((job) => (job.id === id ? { ...job, ...patch } : job));
  return { ...queue, jobs: sorted(jobs) };
}

export function without(queue: Queue, id: string): Queue {
  return { ...queue, jobs: queue.jobs.filter((job) => job.id !== id) };
}

/** The job at the end of the waiting ones, to run as if it were new. */
export function waitAgain(queue: Queue, job: Job): Queue {
  const fresh: Job = { ...job, state: 'waiting', startedAt: null, progress: null, notices: [], error: null };
  return { ...queue, jobs: sorted([...without(queue, job.id).jobs, fresh]) };
}

/** The job that has just ended, before those that ended earlier. */
export function ended(queue: Queue, id: string, patch: Partial<Job>): Queue {
  const job: Job = { ...find(queue, id), progress: null, ...patch };
  return { ...queue, jobs: sorted([job, ...without(queue, id).jobs]) };
}

/** The waiting job before another one; null means last. */
export function moved(queue: Queue, id: string, before: string | null): Queue {
  const job = find(queue, id);
  if (job.state !== 'waiting') throw new StudioError('bad-request', 'Only waiting jobs can be moved.');
  if (before === id) return queue;
  const others = without(queue, id).jobs;
  const at = before === null ? others.length : others.findIndex((other) => other.id === before);
  if (at < 0) throw new StudioError('bad-request', 'The job to move before is no longer in the queue.');
  return { ...queue, jobs: sorted([...others.slice(0, at), job, ...others.slice(at)]) };
}

export const nextWaiting = ({ jobs }: Queue): Job | undefined =>
  jobs.find(({ state }) => state === 'waiting');

export const running = ({ jobs }: Queue): Job | undefined => jobs.find(({ state }) => state === 'running');
