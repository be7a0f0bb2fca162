import { z } from 'zod';
import { StudioError } from '../../protocol/errors';
import { promptSchema } from '../request-parts';
import { type AudioLdm2Configs, compression, hopLength } from './config';

/** What a text-to-audio job is asked for. */
export const textToAudioRequestSchema = z.strictObject({
  kind: z.literal('text-to-audio'),
  prompt: promptSchema,
  negativePrompt: promptSchema,
  /** Only the low 32 bits count, as in PyTorch. */
  seed: z.int().min(0),
  steps: z.int().min(1).max(1000),
  /** Above 1, classifier-free guidance is on. */
  guidanceScale: z.number().min(0).max(100),
  /** Length of the sound. */
  seconds: z.number().min(0.04).max(600),
  /** Variants made at the same time. */
  waveforms: z.int().min(1).max(16),
});
export type TextToAudioRequest = z.infer<typeof textToAudioRequestSchema>;

/** Refuses a request that no model can do, before any work starts. */
export function checkRequest({ prompt }: TextToAudioRequest): void {
  if (prompt.trim() === '') {
    throw new StudioError('bad-request', 'The prompt is empty: write what should be heard.');
  }
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
