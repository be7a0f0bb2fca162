import { z } from 'zod';
import { checkSteps } from '../../schedulers/scheduler';
import { checkSize } from '../request-parts';
import { type StableVideoDiffusionConfigs, sizeUnit } from './config';

/** Sides of a source picture, in pixels: more than any model sees of it. What is larger is made smaller before. */
export const MAX_SOURCE_SIDE = 4096;

/** The source picture, cropped as the user chose: raw RGB bytes `[height, width, 3]` in a file of the output folder. */
export const sourceImageSchema = z.strictObject({
  file: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/),
  /** What the user knows it by. */
  name: z.string().min(1).max(255),
  width: z.int().min(1).max(MAX_SOURCE_SIDE),
  height: z.int().min(1).max(MAX_SOURCE_SIDE),
});
export type SourceImage = z.infer<typeof sourceImageSchema>;

const MAX_STEPS = 1000;

/** What an image-to-video job is asked for. */
export const imageToVideoRequestSchema = z.strictObject({
  kind: z.literal('image-to-video'),
  image: sourceImageSchema,
  /** Only the low 32 bits count, as in PyTorch. */
  seed: z.int().min(0),
  steps: z.int().min(1).max(MAX_STEPS),
  /** Guidance of the first and the last frame; it rises linearly between. Above 1 in the last, guidance is on. */
  minGuidanceScale: z.number().min(0).max(100),
  maxGuidanceScale: z.number().min(0).max(100),
  /** How much moves; models are trained up to 255. */
  motionBucketId: z.int().min(0).max(1023),
  /** Noise added to the picture: more lets the video move away from it. */
  noiseAugStrength: z.number().min(0).max(10),
  frames: z.int().min(1).max(1024),
  width: z.int().min(1).max(8192),
  height: z.int().min(1).max(8192),
  /** Also a condition of the model: it is told `fps − 1`. */
  fps: z.int().min(1).max(240),
  /** Frames decoded together; more flicker less and need more memory. */
  decodeChunk: z.int().min(1).max(1024),
});
export type ImageToVideoRequest = z.infer<typeof imageToVideoRequestSchema>;

/** What an image-to-video model can be asked for. */
export type ImageToVideoLimits = {
  /** Width and height are multiples of this many pixels. */
  readonly sizeUnit: number;
  readonly maxFrames: number;
  readonly maxSteps: number;
};

export function stableVideoLimits(configs: StableVideoDiffusionConfigs): ImageToVideoLimits {
  const { frames } = imageToVideoRequestSchema.shape;
  return {
    sizeUnit: sizeUnit(configs),
    maxFrames: frames.maxValue ?? Number.MAX_SAFE_INTEGER,
    maxSteps: Math.min(MAX_STEPS, configs.scheduler.num_train_timesteps),
  };
}

/** Refuses a request that this model cannot do, before any work starts. */
export function checkRequest(
  { width, height, steps }: ImageToVideoRequest,
  configs: StableVideoDiffusionConfigs,
): void {
  checkSize(width, height, sizeUnit(configs));
  checkSteps(steps, configs.scheduler.num_train_timesteps);
}

/** One guidance scale per frame: `torch.linspace(min, max, frames)` in float32. */
export function guidanceScales({
  minGuidanceScale,
  maxGuidanceScale,
  frames,
}: ImageToVideoRequest): number[] {
  const f = Math.fround;
  const least = f(minGuidanceScale);
  const most = f(maxGuidanceScale);
  if (frames === 1) return [least];
  const step = f((most - least) / (frames - 1));
  // PyTorch counts from both ends towards the middle, with one rounding each.
  return Array.from({ length: frames }, (_, i) =>
    i < frames / 2 ? f(least + step * i) : f(most - step * (frames - 1 - i)),
  );
}
