import { z } from 'zod';

/** What a model can be asked for, so that the window offers nothing that would be refused. */
export const modelLimitsSchema = z.strictObject({
  /** Width and height are multiples of this many pixels. */
  sizeUnit: z.int().min(1),
  /** Frame counts that come out exactly, ascending. */
  frameCounts: z.array(z.int().min(1)).min(1),
  maxSteps: z.int().min(1),
  /** Tokens that the text encoder reads, the end token included. */
  promptTokens: z.int().min(1),
});

export const modelDefaultsSchema = z.strictObject({
  steps: z.int(),
  guidanceScale: z.number(),
  frames: z.int(),
  width: z.int(),
  height: z.int(),
  fps: z.number(),
  negativePrompt: z.string(),
  warmup: z.int(),
  cooldown: z.int(),
});

export const modelSchema = z.strictObject({
  /** The bundle's identifier; unique among the models that this app knows. */
  id: z.string(),
  title: z.string(),
  description: z.string(),
  license: z.string(),
  source: z.string(),
  kind: z.enum(['text-to-video']),
  folder: z.string(),
  /** Bytes on disk. */
  bytes: z.number(),
  /** It came with the app and cannot be removed. */
  bundled: z.boolean(),
  limits: modelLimitsSchema,
  defaults: modelDefaultsSchema,
  /** Prompts that work well. */
  examples: z.array(z.string()),
});
export type Model = z.infer<typeof modelSchema>;

/** A folder that should be a model and cannot be used; the problem is a sentence. */
export const brokenModelSchema = z.strictObject({ folder: z.string(), problem: z.string() });
export type BrokenModel = z.infer<typeof brokenModelSchema>;

export const modelListSchema = z.strictObject({
  models: z.array(modelSchema),
  broken: z.array(brokenModelSchema),
});
export type ModelList = z.infer<typeof modelListSchema>;
