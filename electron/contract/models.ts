import { z } from 'zod';

const stepsSchema = { maxSteps: z.int().min(1) };
/** Width and height are multiples of this many pixels. */
const sizesSchema = { sizeUnit: z.int().min(1) };
/** Tokens that the text encoder reads, the end token included. */
const promptSchema = { promptTokens: z.int().min(1) };

/** Defaults that every kind of model has. */
const planDefaults = { steps: z.int(), warmup: z.int(), cooldown: z.int() };
const clipDefaults = { frames: z.int(), width: z.int(), height: z.int(), fps: z.number() };

const about = {
  /** The bundle's identifier; unique among the models that this app knows. */
  id: z.string(),
  title: z.string(),
  description: z.string(),
  license: z.string(),
  source: z.string(),
  folder: z.string(),
  /** Bytes on disk. */
  bytes: z.number(),
  /** It came with the app. */
  bundled: z.boolean(),
  /** The app has installed it and can remove it. */
  removable: z.boolean(),
  /** Prompts that work well. */
  examples: z.array(z.string()),
};

/**
 * A model, one member per kind of generation, with what it can be asked for, so that the window offers nothing
 * that would be refused, and what it is asked for unless told otherwise.
 */
export const modelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...about,
    kind: z.literal('text-to-video'),
    limits: z.strictObject({
      ...stepsSchema,
      ...sizesSchema,
      ...promptSchema,
      /** Frame counts that come out exactly, ascending. */
      frameCounts: z.array(z.int().min(1)).min(1),
    }),
    defaults: z.strictObject({
      ...planDefaults,
      ...clipDefaults,
      guidanceScale: z.number(),
      negativePrompt: z.string(),
    }),
  }),
  z.strictObject({
    ...about,
    kind: z.literal('image-to-video'),
    limits: z.strictObject({ ...stepsSchema, ...sizesSchema, maxFrames: z.int().min(1) }),
    defaults: z.strictObject({
      ...planDefaults,
      ...clipDefaults,
      minGuidanceScale: z.number(),
      maxGuidanceScale: z.number(),
      motionBucketId: z.int(),
      noiseAugStrength: z.number(),
      decodeChunk: z.int(),
    }),
  }),
  z.strictObject({
    ...about,
    kind: z.literal('text-to-audio'),
    limits: z.strictObject({
      ...stepsSchema,
      ...promptSchema,
      minSeconds: z.number().positive(),
      maxSeconds: z.number().positive(),
      maxWaveforms: z.int().min(1),
    }),
    defaults: z.strictObject({
      ...planDefaults,
      guidanceScale: z.number(),
      negativePrompt: z.string(),
      seconds: z.number(),
      waveforms: z.int(),
    }),
  }),
]);
export type Model = z.infer<typeof modelSchema>;
export type ModelOf<K extends Model['kind']> = Extract<Model, { kind: K }>;

/** A folder that should be a model and cannot be used; the problem is a sentence. */
export const brokenModelSchema = z.strictObject({ folder: z.string(), problem: z.string() });
export type BrokenModel = z.infer<typeof brokenModelSchema>;

export const modelListSchema = z.strictObject({
  models: z.array(modelSchema),
  broken: z.array(brokenModelSchema),
});
export type ModelList = z.infer<typeof modelListSchema>;

/** Something that is being done with a model's files. */
export const installationSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['download', 'import', 'verification']),
  /** The repository, the folder, or the model's title. */
  source: z.string(),
  /** What the manifest says, once it is known. */
  title: z.string().nullable(),
  license: z.string().nullable(),
  /** Of a stopped or failed download, what has come is kept. A finished one is a model and no longer listed. */
  state: z.enum(['running', 'stopped', 'failed', 'done']),
  /** Bytes; a total of 0 is not known yet. */
  done: z.number(),
  total: z.number(),
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** A sentence, if it failed. */
  problem: z.string().nullable(),
});
export type Installation = z.infer<typeof installationSchema>;
