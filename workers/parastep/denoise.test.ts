import { describe, expect, it } from 'vitest';
import { CogVideoXDdimScheduler, cogVideoXDdimConfigSchema } from '../schedulers/cogvideox-ddim';
import { DdimScheduler, ddimConfigSchema } from '../schedulers/ddim';
import { EulerDiscreteScheduler, eulerDiscreteConfigSchema } from '../schedulers/euler-discrete';
import type { Scheduler } from '../schedulers/scheduler';
import { denoise } from './denoise';
import { makePlan } from './plan';

const STEPS = 8;
const schedulers: readonly (readonly [string, Scheduler])[] = [
  [
    'CogVideoX DDIM',
    new CogVideoXDdimScheduler(
      cogVideoXDdimConfigSchema.parse({
        ...{ beta_schedule: 'scaled_linear', clip_sample: false, prediction_type: 'v_prediction' },
        ...{ timestep_spacing: 'trailing', rescale_betas_zero_snr: true },
      }),
      STEPS,
    ),
  ],
  [
    'DDIM',
    new DdimScheduler(
      ddimConfigSchema.parse({
        ...{ beta_start: 0.0015, beta_end: 0.0195, beta_schedule: 'scaled_linear', clip_sample: false },
        ...{ set_alpha_to_one: false, steps_offset: 1 },
      }),
      STEPS,
    ),
  ],
  [
    'Euler',
    new EulerDiscreteScheduler(
      eulerDiscreteConfigSchema.parse({
        ...{ prediction_type: 'v_prediction', use_karras_sigmas: true, sigma_min: 0.002, sigma_max: 700 },
        ...{ timestep_spacing: 'leading', timestep_type: 'continuous' },
      }),
      STEPS,
    ),
  ],
];

/** Denoises four latents on two devices; the prediction of step `at` has one value replaced. */
function denoiseWith(scheduler: Scheduler, at: number, value: number): Promise<Float32Array> {
  return denoise({
    plan: makePlan({ steps: STEPS, degree: 2, warmup: 2, cooldown: 0, devices: 2 }),
    reuse: 'own',
    scheduler,
    initialLatents: Float32Array.of(1, -1, 0.5, 2),
    guidanceScalesAt: () => [1],
    deviceNames: ['cuda:0', 'cuda:1'],
    evaluate: async (_device, { slots }) => ({
      predictions: slots.map(({ step, latents }) => {
        const prediction = latents.map((latent) => latent / 10);
        if (step === at) prediction[2] = value;
        return prediction;
      }),
      timing: {
        ...{ dispatched: 0n, started: 0n, ended: 0n, received: 0n },
        ...{ bytesDown: 0, bytesUp: 0, headerBytes: 0 },
      },
    }),
  });
}

describe.each(schedulers)('a prediction that is no number, with %s', (_name, scheduler) => {
  it.each([
    [1, Number.NaN, 'cuda:0'],
    [4, Number.POSITIVE_INFINITY, 'cuda:0'],
    [5, Number.NEGATIVE_INFINITY, 'cuda:1'],
    [7, Number.NaN, 'cuda:1'],
  ])('at step %i (%d) ends the job there and names %s', async (step, value, device) => {
    const ending = denoiseWith(scheduler, step, value);
    await expect(ending).rejects.toMatchObject({ code: 'non-finite', device });
    await expect(ending).rejects.toThrow(new RegExp(`${device} predicted .* at step ${step + 1}\\.`));
  });

  it('is told from large numbers', async () => {
    const latents = await denoiseWith(scheduler, 3, 1e30);
    expect(latents.every(Number.isFinite)).toBe(true);
  });
});
