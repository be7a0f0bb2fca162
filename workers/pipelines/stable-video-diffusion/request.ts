import { z } from 'zod';
import { checkSize } from '../request-parts';
import { type StableVideoDiffusionConfigs, sizeUnit } from './config';

/** The largest source picture, in pixels, that is taken; what comes from a camera is far below. */
const MAX_SOURCE_PIXELS = 100_000_000;

/** What an image-to-video job is asked for. */
export const imageToVideoRequestSchema = z.strictObject({
  kind: z.literal('image-to-video'),
  /** The source picture, cropped as the user chose: raw RGB bytes `[height, width, 3]` in a file of the output folder. */
  image: z
    .strictObject({
      file: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/),
      width: z.int().min(1),
      height: z.int().min(1),
    })
    .refine(({ width, height }) => width * height <= MAX_SOURCE_PIXELS, 'the picture has too many pixels'),
  /** Only the low 32 bits count, as in PyTorch. */
  seed: z.int().min(0),
  steps: z.int().min(1).max(1000),
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

/** Refuses a request that this model cannot do, before any work starts. */
export function checkRequest(
  { width, height }: ImageToVideoRequest,
  configs: StableVideoDiffusionConfigs,
): void {
  checkSize(width, height, sizeUnit(configs));
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
