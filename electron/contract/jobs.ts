import { z } from 'zod';
import { planSchema } from '../../workers/parastep/plan';
import { reuseSchema } from '../../workers/parastep/reuse';
import { generationRequestSchema } from '../../workers/pipelines/request';
import { stageSchema } from '../../workers/protocol/conductor-control';
import { errorValueSchema } from '../../workers/protocol/errors';

/** More would only look further ahead. */
export const MOST_STEPS_IN_A_RUN = 16;

/** How a job's steps are spread over devices. */
export const parallelismSchema = z.strictObject({
  /** Devices that may work on it. Those that would only hold it up are left out. */
  devices: z.array(z.string().min(1).max(64)).min(1).max(64),
  degree: z.int().min(1).max(128),
  /** Most steps that a device predicts in one run (BatchStep); 1 unless told otherwise. */
  batch: z.int().min(1).max(MOST_STEPS_IN_A_RUN).optional(),
  /** Degree and batch are what suits the devices best when the job starts, and not those given. */
  automatic: z.boolean().optional(),
  warmup: z.int().min(0).max(1000),
  cooldown: z.int().min(0).max(1000),
  reuse: reuseSchema,
});
export type Parallelism = z.infer<typeof parallelismSchema>;

/** Everything that is needed to make a job again. */
export const jobDraftSchema = z.strictObject({
  model: z.string().min(1).max(64),
  request: generationRequestSchema,
  parallelism: parallelismSchema,
});
export type JobDraft = z.infer<typeof jobDraftSchema>;

/**
 * - `interrupted`: the app ended while it ran; it is offered again and never started by itself;
 * - `failed`: `error` says why; whatever was made is kept.
 * A finished job leaves the queue and is a result in the library.
 */
export const jobStateSchema = z.enum(['waiting', 'running', 'interrupted', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobStateSchema>;

export const jobProgressSchema = z.strictObject({
  stage: stageSchema,
  /** Part of the stage: `done` of `total`. */
  done: z.number(),
  total: z.number(),
  /** For the whole job; null while nothing is known. */
  secondsLeft: z.number().nullable(),
});
export type JobProgress = z.infer<typeof jobProgressSchema>;

export const jobSchema = z.strictObject({
  id: z.string(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  draft: jobDraftSchema,
  modelTitle: z.string(),
  plan: planSchema,
  idealSpeedup: z.number(),
  state: jobStateSchema,
  progress: jobProgressSchema.nullable(),
  /** Such as a prompt cut short. */
  notices: z.array(z.string()),
  error: errorValueSchema.nullable(),
});
export type Job = z.infer<typeof jobSchema>;

/** All jobs that are not results yet: the running one first, then the waiting ones in their order, then the ended ones. */
export const queueSchema = z.strictObject({ jobs: z.array(jobSchema), paused: z.boolean() });
export type Queue = z.infer<typeof queueSchema>;

/** What the latents look like now, small and rough: RGB bytes `[frames, height, width, 3]`. */
export const previewSchema = z.strictObject({
  jobId: z.string(),
  step: z.int(),
  frames: z.int().min(1),
  width: z.int().min(1),
  height: z.int().min(1),
  fps: z.number().positive(),
  rgb: z.instanceof(Uint8Array),
});
export type Preview = z.infer<typeof previewSchema>;
