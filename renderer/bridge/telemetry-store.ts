import { create } from 'zustand';
import type { EvaluationEvent, EventPayload, Plan, Preview } from '../../electron/contract/index';

/** What the devices did for one job, as far as this window has heard. */
export type JobTelemetry = { readonly plan: Plan; readonly events: readonly EvaluationEvent[] };

type TelemetryState = {
  readonly jobs: ReadonlyMap<string, JobTelemetry>;
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

export function applyEvaluations(batches: readonly EventPayload<'job.evaluations'>[]): void {
  useTelemetry.setState(({ jobs }) => {
    let next = jobs;
    for (const { jobId, plan, events } of batches) {
      const before = next.get(jobId)?.events ?? [];
      next = remember(next, jobId, { plan, events: [...before, ...events] });
    }
    return { jobs: next };
  });
}

export function applyPreview(preview: Preview): void {
  useTelemetry.setState(({ previews }) => ({ previews: remember(previews, preview.jobId, preview) }));
}
