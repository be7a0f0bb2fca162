import { describe, expect, it } from 'vitest';
import { ddimConfigSchema } from '../../schedulers/ddim';
import type { AudioLdm2Configs } from './config';
import {
  audioLdm2Limits,
  checkRequest,
  spectrogramExtents,
  type TextToAudioRequest,
  textToAudioRequestSchema,
} from './request';

/** The published models. */
const configs = {
  vae: { latent_channels: 8, block_out_channels: [128, 256, 512], scaling_factor: 0.41 },
  vocoder: { sampling_rate: 16_000, upsample_rates: [5, 4, 2, 2, 2], model_in_dim: 64 },
  scheduler: ddimConfigSchema.parse({
    beta_start: 0.0015,
    beta_end: 0.0195,
    beta_schedule: 'scaled_linear',
    clip_sample: false,
    steps_offset: 1,
  }),
} as unknown as AudioLdm2Configs;

const request: TextToAudioRequest = {
  kind: 'text-to-audio',
  prompt: 'rain',
  negativePrompt: '',
  seed: 0,
  steps: 200,
  guidanceScale: 3.5,
  seconds: 10.24,
  waveforms: 1,
};

describe('the length of a sound', () => {
  it('is whole frames, rounded up to rows of latents, and as many samples as were asked for', () => {
    expect(spectrogramExtents(10.24, configs)).toEqual({ frames: 1024, bins: 64, samples: 163_840 });
    // 0.29 / 0.01 is a little less than 29.
    expect(spectrogramExtents(0.29, configs)).toEqual({ frames: 28, bins: 64, samples: 4640 });
    expect(spectrogramExtents(0.3, configs).frames).toBe(32);
  });

  it.each([0, -1, 0.039, 121, 1e9, Number.POSITIVE_INFINITY, Number.NaN])(
    '%s is refused with what is possible',
    (seconds) => {
      expect(() => checkRequest({ ...request, seconds }, configs)).toThrow(
        /makes sounds of 0\.04 to 120 seconds/,
      );
    },
  );

  it.each([0.04, 10.24, 120])('%s is taken', (seconds) => {
    expect(() => checkRequest({ ...request, seconds }, configs)).not.toThrow();
  });
});

describe('a text-to-audio request', () => {
  it('needs a prompt', () => {
    expect(() => checkRequest({ ...request, prompt: ' ' }, configs)).toThrow(/write what should be heard/);
  });

  it('has as many steps at most as the schedule can be cut into', () => {
    expect(audioLdm2Limits(configs).maxSteps).toBe(999);
    expect(() => checkRequest({ ...request, steps: 999 }, configs)).not.toThrow();
    expect(() => checkRequest({ ...request, steps: 1000 }, configs)).toThrow(/choose a few steps fewer/);
  });

  it.each([0, 17, 1.5])('cannot ask for %s waveforms', (waveforms) => {
    expect(textToAudioRequestSchema.safeParse({ ...request, waveforms }).success).toBe(false);
  });
});
