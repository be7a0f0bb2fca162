import { z } from 'zod';
import { roundHalfEven } from '../tensor/float16';
import { kernels, stepInBlocks } from '../tensor/kernels/float32';
import { checkSteps, leadingTimesteps, type Scheduler, type StepCoefficients } from './scheduler';

/** `scheduler_config.json` of diffusers' `CogVideoXDDIMScheduler`, as far as it changes the numbers. */
export const cogVideoXDdimConfigSchema = z.object({
  num_train_timesteps: z.int().min(1).max(100_000).default(1000),
  beta_start: z.number().positive().lt(1).default(0.00085),
  beta_end: z.number().positive().lt(1).default(0.012),
  beta_schedule: z.literal('scaled_linear'),
  clip_sample: z.literal(false),
  set_alpha_to_one: z.boolean().default(true),
  steps_offset: z.int().min(0).default(0),
  prediction_type: z.literal('v_prediction'),
  timestep_spacing: z.enum(['trailing', 'leading', 'linspace']).default('leading'),
  rescale_betas_zero_snr: z.boolean().default(false),
  snr_shift_scale: z.number().positive().default(3),
});
export type CogVideoXDdimConfig = z.infer<typeof cogVideoXDdimConfigSchema>;

type StepScalars = {
  readonly sqrtAlpha: number;
  readonly sqrtOneMinusAlpha: number;
  readonly sample: number;
  readonly clean: number;
};

/**
 * diffusers' `CogVideoXDDIMScheduler` (v-prediction, no added noise). The schedule is kept in float64; each
 * scalar is rounded to float32 before it meets the float32 latents, because PyTorch does so with a
 * 0-dimensional float64 tensor.
 */
export class CogVideoXDdimScheduler implements Scheduler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma = 1;
  readonly #scalars: readonly StepScalars[];

  constructor(config: CogVideoXDdimConfig, steps: number) {
    const trainSteps = config.num_train_timesteps;
    this.timesteps = cogVideoXTimesteps(config, steps);
    const alphas = cumulativeAlphas(config);
    const finalAlpha = config.set_alpha_to_one ? 1 : (alphas[0] as number);
    this.#scalars = this.timesteps.map((timestep) => {
      const previous = timestep - Math.floor(trainSteps / steps);
      const alpha = alphas[timestep] as number;
      const alphaNext = previous >= 0 ? (alphas[previous] as number) : finalAlpha;
      const sample = Math.sqrt((1 - alphaNext) / (1 - alpha));
      return {
        sqrtAlpha: Math.sqrt(alpha),
        sqrtOneMinusAlpha: Math.sqrt(1 - alpha),
        sample,
        clean: Math.sqrt(alphaNext) - Math.sqrt(alpha) * sample,
      };
    });
  }

  scaleModelInput(_step: number, latents: Float32Array): Float32Array {
    return latents;
  }

  coefficients(step: number): StepCoefficients {
    const { sqrtAlpha, sqrtOneMinusAlpha, sample, clean } = this.#at(step);
    return { clean: { sample: sqrtAlpha, prediction: -sqrtOneMinusAlpha }, next: { sample, clean } };
  }

  step(step: number, latents: Float32Array, prediction: Float32Array, out: Float32Array): boolean {
    const { sqrtAlpha, sqrtOneMinusAlpha, sample, clean } = this.#at(step);
    return stepInBlocks(latents, prediction, out, (bytes) =>
      kernels.stepCogVideoXDdim(bytes, sqrtAlpha, sqrtOneMinusAlpha, sample, clean),
    );
  }

  #at(step: number): StepScalars {
    const scalars = this.#scalars[step];
    if (scalars === undefined) throw new RangeError(`There is no step ${step} of ${this.#scalars.length}.`);
    return scalars;
  }
}

/** `alphas_cumprod`: SNR shift first, then the rescale that makes the last signal-to-noise ratio zero. */
export function cumulativeAlphas(config: CogVideoXDdimConfig): Float64Array {
  const count = config.num_train_timesteps;
  const start = Math.sqrt(config.beta_start);
  const end = Math.sqrt(config.beta_end);
  const alphas = new Float64Array(count);
  let product = 1;
  for (let i = 0; i < count; i++) {
    product *= 1 - linspaceAt(start, end, count, i) ** 2;
    alphas[i] = product / (config.snr_shift_scale + (1 - config.snr_shift_scale) * product);
  }
  if (!config.rescale_betas_zero_snr) return alphas;
  const first = Math.sqrt(alphas[0] as number);
  const last = Math.sqrt(alphas[count - 1] as number);
  for (let i = 0; i < count; i++) {
    alphas[i] = ((Math.sqrt(alphas[i] as number) - last) * (first / (first - last))) ** 2;
  }
  return alphas;
}

function linspaceAt(start: number, end: number, count: number, index: number): number {
  if (count === 1) return start;
  const step = (end - start) / (count - 1);
  // PyTorch counts from both ends towards the middle.
  return index < count / 2 ? start + step * index : end - step * (count - 1 - index);
}

/** The training timestep of each step, the highest first. Throws `bad-request` for a number of steps that has none. */
export function cogVideoXTimesteps(config: CogVideoXDdimConfig, steps: number): number[] {
  const trainSteps = config.num_train_timesteps;
  checkSteps(steps, trainSteps);
  switch (config.timestep_spacing) {
    case 'trailing': {
      // numpy.arange adds multiples of the rounded difference of its first two values. For a few numbers of steps it
      // makes one value too many, a timestep of −1, which is left out here.
      const stride = trainSteps - trainSteps / steps - trainSteps;
      return Array.from({ length: steps }, (_, i) => roundHalfEven(trainSteps + i * stride) - 1);
    }
    case 'leading':
      return leadingTimesteps(steps, trainSteps, config.steps_offset);
    case 'linspace': {
      // numpy.linspace counts from its start.
      const stride = (trainSteps - 1) / Math.max(steps - 1, 1);
      return Array.from({ length: steps }, (_, i) => roundHalfEven((steps - 1 - i) * stride));
    }
  }
}
