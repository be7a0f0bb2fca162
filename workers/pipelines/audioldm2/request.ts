import { z } from 'zod';
import { StudioError } from '../../protocol/errors';
import { ddimTimesteps } from '../../schedulers/ddim';
import { mostSteps } from '../../schedulers/scheduler';
import { promptSchema } from '../request-parts';
import { type AudioLdm2Configs, compression, hopLength } from './config';

const MAX_STEPS = 1000;
const MAX_WAVEFORMS = 16;

/** What a text-to-audio job is asked for. */
export const textToAudioRequestSchema = z.strictObject({
  kind: z.literal('text-to-audio'),
  prompt: promptSchema,
  negativePrompt: promptSchema,
  /** Only the low 32 bits count, as in PyTorch. */
  seed: z.int().min(0),
  steps: z.int().min(1).max(MAX_STEPS),
  /** Above 1, classifier-free guidance is on. */
  guidanceScale: z.number().min(0).max(100),
  /** Length of the sound; `checkRequest` says which a model can make. */
  seconds: z.number(),
  /** Variants made at the same time. */
  waveforms: z.int().min(1).max(MAX_WAVEFORMS),
});
export type TextToAudioRequest = z.infer<typeof textToAudioRequestSchema>;

/** Attention over a longer sound needs more memory than a workstation has; models are trained on some 10 s. */
export const MAX_SECONDS = 120;

/** The shortest sound that a model makes: one row of latents (diffusers `AudioLDM2Pipeline.check_inputs`). */
export function leastSeconds(configs: AudioLdm2Configs): number {
  return (hopLength(configs) * compression(configs)) / configs.vocoder.sampling_rate;
}

/** What a text-to-audio model can be asked for. */
export function audioLdm2Limits(configs: AudioLdm2Configs) {
  return {
    maxSteps: mostSteps(MAX_STEPS, (steps) => ddimTimesteps(configs.scheduler, steps)),
    promptTokens: configs.promptTokens,
    minSeconds: leastSeconds(configs),
    maxSeconds: MAX_SECONDS,
    maxWaveforms: MAX_WAVEFORMS,
  };
}

/** Refuses a request that this model cannot do, before any work starts. */
export function checkRequest(
  { prompt, seconds, steps }: TextToAudioRequest,
  configs: AudioLdm2Configs,
): void {
  if (prompt.trim() === '') {
    throw new StudioError('bad-request', 'The prompt is empty: write what should be heard.');
  }
  const least = leastSeconds(configs);
  if (!(seconds >= least && seconds <= MAX_SECONDS)) {
    throw new StudioError(
      'bad-request',
      `This model makes sounds of ${least} to ${MAX_SECONDS} seconds, not of ${seconds}: choose a length between.`,
    );
  }
  ddimTimesteps(configs.scheduler, steps);
}

export type SpectrogramExtents = {
  /** Frames along time, a multiple of what the VAE compresses. */
  readonly frames: number;
  readonly bins: number;
  /** Samples that are kept of what the vocoder makes. */
  readonly samples: number;
};

/** How long the spectrogram of `seconds` is (diffusers `AudioLDM2Pipeline.__call__`). */
export function spectrogramExtents(seconds: number, configs: AudioLdm2Configs): SpectrogramExtents {
  const { sampling_rate: rate, model_in_dim: bins } = configs.vocoder;
  const unit = compression(configs);
  const frames = Math.trunc(seconds / (hopLength(configs) / rate));
  return { frames: Math.ceil(frames / unit) * unit, bins, samples: Math.trunc(seconds * rate) };
}
