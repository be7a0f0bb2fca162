import {
  type EvaluationEvent,
  evaluationEventSchema,
  type GenerationRequest,
  type JobResult,
  type Plan,
  type Reuse,
  type UnfinishedJob,
} from '../../workers/api';
import type { Job } from '../contract/jobs';

/** What a job did, finished or not, as the exports of its telemetry tell it. */
export type WorkRecord = {
  readonly model: string;
  readonly request: GenerationRequest;
  readonly plan: Plan;
  readonly reuse: Reuse;
  /** In the plan's order. */
  readonly devices: readonly string[];
  readonly events: readonly EvaluationEvent[];
  /** Of a finished job alone. */
  readonly timings: JobResult['timings'] | undefined;
  /** Anything but `finished` is told with its reason. */
  readonly outcome: Outcome;
};

export type Outcome =
  | { readonly state: 'finished' | 'running' }
  | {
      readonly state: 'failed' | 'cancelled' | 'interrupted';
      readonly reason: string;
      readonly device: string | undefined;
    };

export function recordOfResult(
  { bundle, request, plan, reuse, devices, timings }: JobResult,
  events: readonly EvaluationEvent[],
): WorkRecord {
  const outcome: Outcome = { state: 'finished' };
  return { model: bundle.title, request, plan, reuse, devices, events, timings, outcome };
}

export function recordOfUnfinished(
  { bundle, request, plan, reuse, devices, error }: UnfinishedJob,
  events: readonly EvaluationEvent[],
): WorkRecord {
  const state = error.code === 'cancelled' ? 'cancelled' : 'failed';
  const outcome: Outcome = { state, reason: error.message, device: error.device };
  return { model: bundle, request, plan, reuse, devices, events, timings: undefined, outcome };
}

export function recordOfJob(job: Job, events: readonly EvaluationEvent[]): WorkRecord {
  const { draft, plan, modelTitle, state, error } = job;
  return {
    model: modelTitle,
    request: draft.request,
    plan,
    reuse: draft.parallelism.reuse,
    devices: draft.parallelism.devices.slice(0, plan.devices),
    events,
    timings: undefined,
    outcome: outcomeOf(state, error),
  };
}

function outcomeOf(state: Job['state'], error: Job['error']): Outcome {
  if (state === 'running' || state === 'waiting') return { state: 'running' };
  const otherwise = state === 'cancelled' ? 'It was cancelled.' : 'The app ended while it ran.';
  return { state, reason: error?.message ?? otherwise, device: error?.device };
}

/** Events from newline-delimited JSON; lines that cannot be read, such as one cut short, are left out. */
export function parseTelemetry(text: string): EvaluationEvent[] {
  return text.split('\n').flatMap((line) => {
    const event = evaluationEventSchema.safeParse(parseJson(line));
    return event.success ? [event.data] : [];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
