/** Host ↔ conductor: jobs down, one at a time; the progress and outcome of each up. */
import { z } from 'zod';
import { deadlinesSchema } from '../conductor/deadlines';
import { branchSchema, planSchema } from '../parastep/plan';
import { reuseSchema } from '../parastep/reuse';
import { generationRequestSchema } from '../pipelines/request';
import { bundleStampSchema } from './bundle-stamp';
import { errorValueSchema } from './errors';
import { linkMeasurementSchema } from './link-measurement';
import { rehearsalResultSchema, rehearsalSchema } from './rehearsal';

export const jobSchema = z.strictObject({
  id: z.string().min(1).max(128),
  /** Absolute path of the bundle. */
  bundle: z.string().min(1),
  request: generationRequestSchema,
  plan: planSchema,
  reuse: reuseSchema,
  /** Memory is short: each part of the model is unloaded before the next is loaded. */
  inTurn: z.boolean().optional(),
  /** An existing folder that this job alone writes to. */
  outputFolder: z.string().min(1),
});
export type Job = z.infer<typeof jobSchema>;

export const laneAddressSchema = z.strictObject({
  device: z.string().min(1),
  address: z.string().min(1),
  token: z.string(),
});
export type LaneAddress = z.infer<typeof laneAddressSchema>;

export const conductorCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    job: jobSchema,
    /** Files of the job's bundle that an earlier job has hashed. */
    verified: bundleStampSchema,
    /** One lane per device of the plan, in the plan's order. */
    lanes: z.array(laneAddressSchema).min(1),
    /** A device that only encodes, where the plan's first has no room for the encoders. */
    encoder: laneAddressSchema.nullable(),
    deadlines: deadlinesSchema,
  }),
  z.strictObject({
    type: z.literal('rehearse'),
    rehearsal: rehearsalSchema,
    lanes: z.array(laneAddressSchema).min(1),
    deadlines: deadlinesSchema,
  }),
  z.strictObject({ type: z.literal('measure-link'), lane: laneAddressSchema, deadlines: deadlinesSchema }),
  z.strictObject({ type: z.literal('cancel') }),
]);
export type ConductorCommand = z.infer<typeof conductorCommandSchema>;

export const stageSchema = z.enum(['load', 'encode', 'denoise', 'decode', 'save']);
export type Stage = z.infer<typeof stageSchema>;

/** One evaluation as telemetry tells it. Times are milliseconds since the job started, on one monotonic clock. */
export const evaluationEventSchema = z.strictObject({
  round: z.int(),
  kind: z.enum(['warm-up', 'parallel', 'cool-down']),
  slot: z.int(),
  step: z.int(),
  branch: branchSchema,
  device: z.string(),
  dispatched: z.number(),
  started: z.number(),
  ended: z.number(),
  received: z.number(),
  bytesDown: z.int(),
  bytesUp: z.int(),
  headerBytes: z.int(),
  /** Relative L2 distance of the reused noise to the predicted; null where nothing was reused. */
  drift: z.number().nullable(),
  /** How many evaluations were computed by the same run, this one included, if it was not the only one. */
  batch: z.int().min(2).optional(),
});
export type EvaluationEvent = z.infer<typeof evaluationEventSchema>;

export const videoMediaSchema = z.strictObject({
  kind: z.literal('video'),
  /** Raw RGB, 8 bits a channel, `[frames, height, width, 3]`, in the output folder. */
  file: z.string(),
  frames: z.int().min(1),
  width: z.int().min(1),
  height: z.int().min(1),
  fps: z.number().positive(),
});
export type VideoMedia = z.infer<typeof videoMediaSchema>;

export const audioMediaSchema = z.strictObject({
  kind: z.literal('audio'),
  /** Samples in -1…1, 32-bit floats `[waveforms, samples]` with the least significant byte first, in the output folder. */
  file: z.string(),
  /** Variants; the best first, where the model could tell. */
  waveforms: z.int().min(1),
  samples: z.int().min(1),
  /** Samples a second. */
  sampleRate: z.int().min(1),
  /** How well each variant fits the prompt by the model's own judgement; null where it made none. */
  scores: z.array(z.number()).nullable(),
});
export type AudioMedia = z.infer<typeof audioMediaSchema>;

/** What a job has made, one member per kind of media. */
export const mediaSchema = z.discriminatedUnion('kind', [videoMediaSchema, audioMediaSchema]);
export type Media = z.infer<typeof mediaSchema>;

export const deviceMemorySchema = z.strictObject({ device: z.string(), peakResidentBytes: z.number() });

/** What a finished job leaves in `result.json`. */
export const jobResultSchema = z.strictObject({
  formatVersion: z.literal(1),
  id: z.string(),
  bundle: z.strictObject({ id: z.string(), title: z.string(), folder: z.string() }),
  request: generationRequestSchema,
  plan: planSchema,
  reuse: reuseSchema,
  devices: z.array(z.string()),
  notices: z.array(z.string()),
  media: mediaSchema,
  /** Milliseconds; `previews` is a part of denoising and, for the last one, of decoding. */
  timings: z.strictObject({
    total: z.number(),
    stages: z.partialRecord(stageSchema, z.number()),
    previews: z.number(),
  }),
  /** Highest so far of each process, which may have served other jobs before. */
  memory: z.strictObject({ conductorPeakBytes: z.number(), devices: z.array(deviceMemorySchema) }),
});
export type JobResult = z.infer<typeof jobResultSchema>;

/** What a job that did not finish leaves in `unfinished.json`, beside the telemetry up to its end. */
export const unfinishedJobSchema = z.strictObject({
  formatVersion: z.literal(1),
  ...jobSchema.omit({ outputFolder: true }).shape,
  devices: z.array(z.string()),
  error: errorValueSchema,
});
export type UnfinishedJob = z.infer<typeof unfinishedJobSchema>;

export const conductorEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('progress'),
    stage: stageSchema,
    done: z.number(),
    total: z.number(),
    /** An estimate for the rest of the job; null while nothing is known. */
    secondsLeft: z.number().nullable(),
  }),
  z.strictObject({ type: z.literal('verified'), stamp: bundleStampSchema }),
  z.strictObject({ type: z.literal('notice'), text: z.string() }),
  z.strictObject({ type: z.literal('evaluations'), events: z.array(evaluationEventSchema) }),
  z.strictObject({
    type: z.literal('preview'),
    /** Steps done so far. */
    step: z.int(),
    frames: z.int().min(1),
    width: z.int().min(1),
    height: z.int().min(1),
    /** RGB bytes `[frames, height, width, 3]` in base64; one pixel is one latent. */
    rgb: z.base64(),
  }),
  z.strictObject({ type: z.literal('finished'), result: jobResultSchema }),
  z.strictObject({ type: z.literal('rehearsed'), result: rehearsalResultSchema }),
  z.strictObject({ type: z.literal('link-measured'), result: linkMeasurementSchema }),
  z.strictObject({ type: z.literal('failed'), error: errorValueSchema }),
]);
export type ConductorEvent = z.infer<typeof conductorEventSchema>;
