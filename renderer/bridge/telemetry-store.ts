import { create } from 'zustand';
import type { EvaluationEvent, EventPayload, Job, Preview } from '../../electron/contract/index';
import { request } from './client';
import { activeJobs, jobsOf, useQueue } from './queue-store';

type TelemetryState = {
  /** What the devices did for each job, as far as this window has heard. */
  readonly jobs: ReadonlyMap<string, readonly EvaluationEvent[]>;
  /** The newest preview of each job. */
  readonly previews: ReadonlyMap<string, Preview>;
};

/** Old jobs are forgotten: their telemetry is in the library. */
const REMEMBERED_JOBS = 4;

export const useTelemetry = create<TelemetryState>()(() => ({ jobs: new Map(), previews: new Map() }));

function remember<T>(map: ReadonlyMap<string, T>, id: string, value: T): Map<string, T> {
  const next = new Map(map);
  next.delete(id);
  next.set(id, value);
  for (const oldest of next.keys()) {
    if (next.size <= REMEMBERED_JOBS) break;
    next.delete(oldest);
  }
  return next;
}

/** What came in first of a job that has run more than once is of an earlier run. */
const startsOver = ([first]: readonly EvaluationEvent[]): boolean => first?.round === 0;

export function applyEvaluations(batches: readonly EventPayload<'job.evaluations'>[]): void {
  useTelemetry.setState(({ jobs }) => {
    let next = jobs;
    for (const { jobId, events } of batches) {
      const before = startsOver(events) ? [] : (next.get(jobId) ?? []);
      next = remember(next, jobId, [...before, ...events]);
    }
    return { jobs: next };
  });
}

export function applyPreview(preview: Preview): void {
  useTelemetry.setState(({ previews }) => ({ previews: remember(previews, preview.jobId, preview) }));
}

const keyOf = ({ step, branch }: EvaluationEvent): string => `${step} ${branch}`;

/** Takes in what was missed, such as before the window was reloaded; what has come since is kept. */
export function applyHistory(jobId: string, history: readonly EvaluationEvent[]): void {
  useTelemetry.setState(({ jobs }) => {
    const known = new Set(history.map(keyOf));
    const heard = jobs.get(jobId) ?? [];
    const since = heard.filter((event) => !known.has(keyOf(event)));
    if (history.length + since.length === heard.length) return {};
    return { jobs: remember(jobs, jobId, [...history, ...since]) };
  });
}

/** A job that runs again keeps its id: what is known of it is of the run before. */
function forget(jobId: string): void {
  useTelemetry.setState(({ jobs, previews }) => {
    const left = [new Map(jobs), new Map(previews)] as const;
    for (const map of left) map.delete(jobId);
    return { jobs: left[0], previews: left[1] };
  });
}

const isAmong = (jobs: readonly Job[], id: string): boolean => jobs.some((job) => job.id === id);

useQueue.subscribe(({ queue }, { queue: before }) => {
  const { jobs, previews } = useTelemetry.getState();
  const [now, earlier] = [jobsOf(queue), jobsOf(before)];
  for (const id of new Set([...jobs.keys(), ...previews.keys()])) {
    const hadEnded = isAmong(earlier, id) && !isAmong(activeJobs(earlier), id);
    if (hadEnded && isAmong(activeJobs(now), id)) forget(id);
  }
});

export async function loadHistory(jobId: string): Promise<void> {
  applyHistory(jobId, await request('telemetry.ofJob', { job: jobId }));
}
