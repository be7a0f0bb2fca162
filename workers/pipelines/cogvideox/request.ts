import { z } from 'zod';
import { StudioError } from '../../protocol/errors';
import { cogVideoXTimesteps } from '../../schedulers/cogvideox-ddim';
import { mostSteps } from '../../schedulers/scheduler';
import { checkSize, promptSchema } from '../request-parts';
import { type CogVideoXConfigs, sizeUnit, spatialCompression } from './config';
import type { LatentExtents } from './position-embedding';

const MAX_STEPS = 1000;

/** What a text-to-video job is asked for. */
export const textToVideoRequestSchema = z.strictObject({
  kind: z.literal('text-to-video'),
  prompt: promptSchema,
  negativePrompt: promptSchema,
  /** Only the low 32 bits count, as in PyTorch. */
  seed: z.int().min(0),
  steps: z.int().min(1).max(MAX_STEPS),
  /** Above 1, classifier-free guidance is on. */
  guidanceScale: z.number().min(0).max(100),
  /** Vary guidance over the steps (diffusers `use_dynamic_cfg`). */
  dynamicGuidance: z.boolean(),
  /** Pixel frames. */
  frames: z.int().min(1).max(1024),
  width: z.int().min(1).max(8192),
  height: z.int().min(1).max(8192),
  fps: z.number().positive().max(240),
  /** Decode in overlapping tiles, which takes less memory and changes the pixels a little (diffusers `enable_tiling`). */
  tiledDecode: z.boolean().optional(),
});
export type TextToVideoRequest = z.infer<typeof textToVideoRequestSchema>;

/** Clips longer than this many latent frames are beyond what the models of this family are trained on. */
const MAX_LATENT_FRAMES = 16;

/** What a text-to-video model can be asked for. */
export type TextToVideoLimits = {
  /** Width and height are multiples of this many pixels. */
  readonly sizeUnit: number;
  /** Frame counts that come out exactly, ascending. */
  readonly frameCounts: readonly number[];
  readonly maxSteps: number;
  /** Tokens that the text encoder reads, the end token included. */
  readonly promptTokens: number;
};

export function cogVideoXLimits(configs: CogVideoXConfigs): TextToVideoLimits {
  const counts = Array.from({ length: MAX_LATENT_FRAMES }, (_, i) => decodedFrames(i + 1, configs));
  return {
    sizeUnit: sizeUnit(configs),
    frameCounts: [...new Set(counts)].sort((a, b) => a - b),
    maxSteps: mostSteps(MAX_STEPS, (steps) => cogVideoXTimesteps(configs.scheduler, steps)),
    promptTokens: configs.transformer.max_text_seq_length,
  };
}

/** Refuses a request that this model cannot do, before any work starts. */
export function checkRequest(request: TextToVideoRequest, configs: CogVideoXConfigs): void {
  if (request.prompt.trim() === '') {
    throw new StudioError('bad-request', 'The prompt is empty: write what the video should show.');
  }
  checkSize(request.width, request.height, sizeUnit(configs));
  const possible = decodedFrames(latentFrames(request.frames, configs), configs);
  if (possible !== request.frames) {
    const ratio = configs.vae.temporal_compression_ratio;
    throw new StudioError(
      'bad-request',
      `This model cannot make exactly ${request.frames} frames: use ${possible}, or one more than a multiple of ${2 * ratio}.`,
    );
  }
  cogVideoXTimesteps(configs.scheduler, request.steps);
}

/** `⌊(n − 1) / ratio⌋ + 1` latent frames for `n` pixel frames (diffusers `CogVideoXPipeline.prepare_latents`). */
export function latentFrames(frames: number, { vae }: CogVideoXConfigs): number {
  return Math.floor((frames - 1) / vae.temporal_compression_ratio) + 1;
}

/** Pixel frames that the decoder makes of `latent` frames: an odd count keeps its first frame single. */
export function decodedFrames(latent: number, { vae }: CogVideoXConfigs): number {
  const ratio = vae.temporal_compression_ratio;
  return latent % 2 === 1 ? ratio * (latent - 1) + 1 : ratio * latent;
}

export function latentExtents(
  request: Pick<TextToVideoRequest, 'frames' | 'width' | 'height'>,
  configs: CogVideoXConfigs,
): LatentExtents {
  const compression = spatialCompression(configs.vae);
  return {
    frames: latentFrames(request.frames, configs),
    height: request.height / compression,
    width: request.width / compression,
  };
}

/**
 * The guidance scale of a step (diffusers `CogVideoXPipeline`). The dynamic variant sets the raw training
 * timestep against the number of steps, as the reference does.
 */
export function guidanceScaleAt(
  { guidanceScale, dynamicGuidance, steps }: TextToVideoRequest,
  timestep: number,
): number {
  if (!dynamicGuidance) return guidanceScale;
  const angle = Math.PI * fifthPower((steps - timestep) / steps);
  return 1 + guidanceScale * ((1 - Math.cos(angle)) / 2);
}

/**
 * `value ** 5`, correctly rounded. The power reaches 1e11, where one unit in the last place already turns the
 * cosine visibly, and JavaScript's own power may be off by one.
 */
function fifthPower(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const exponent = Math.floor(Math.log2(Math.abs(value))) - 52;
  const mantissa = BigInt(value / 2 ** exponent);
  return Number(mantissa ** 5n) * 2 ** (5 * exponent);
}
