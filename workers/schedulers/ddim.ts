import { z } from 'zod';
import { kernels, stepInBlocks } from '../tensor/kernels/float32';
import { checkSteps, leadingTimesteps, type Scheduler, type StepCoefficients } from './scheduler';

/** `scheduler_config.json` of diffusers' `DDIMScheduler`, as far as it changes the numbers of noise-predicting models. */
export const ddimConfigSchema = z.object({
  num_train_timesteps: z.int().min(2).max(100_000).default(1000),
  beta_start: z.number().positive().lt(1),
  beta_end: z.number().positive().lt(1),
  beta_schedule: z.literal('scaled_linear'),
  clip_sample: z.literal(false),
  set_alpha_to_one: z.boolean().default(true),
  steps_offset: z.int().min(0).default(0),
  prediction_type: z.literal('epsilon').default('epsilon'),
  timestep_spacing: z.literal('leading').default('leading'),
  rescale_betas_zero_snr: z.literal(false).default(false),
  thresholding: z.literal(false).default(false),
});
export type DdimConfig = z.infer<typeof ddimConfigSchema>;

const f = Math.fround;

/** Float32 square roots that one step multiplies by. */
type StepScalars = {
  readonly sqrtAlpha: number;
  readonly sqrtBeta: number;
  readonly sqrtAlphaNext: number;
  readonly sqrtBetaNext: number;
};

/** diffusers' `DDIMScheduler` with η = 0. The whole schedule is float32, as the reference keeps it. */
export class DdimScheduler implements Scheduler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma = 1;
  readonly #scalars: readonly StepScalars[];

  constructor(config: DdimConfig, steps: number) {
    this.timesteps = ddimTimesteps(config, steps);
    const ratio = Math.floor(config.num_train_timesteps / steps);
    const alphas = cumulativeAlphas(config);
    const finalAlpha = config.set_alpha_to_one ? 1 : (alphas[0] as number);
    this.#scalars = this.timesteps.map((timestep) => {
      const previous = timestep - ratio;
      const alpha = alphas[timestep] as number;
      const alphaNext = previous >= 0 ? (alphas[previous] as number) : finalAlpha;
      return {
        sqrtAlpha: f(Math.sqrt(alpha)),
        sqrtBeta: f(Math.sqrt(f(1 - alpha))),
        sqrtAlphaNext: f(Math.sqrt(alphaNext)),
        sqrtBetaNext: f(Math.sqrt(f(1 - alphaNext))),
      };
    });
  }

  scaleModelInput(_step: number, latents: Float32Array): Float32Array {
    return latents;
  }

  coefficients(step: number): StepCoefficients {
    const { sqrtAlpha, sqrtBeta, sqrtAlphaNext, sqrtBetaNext } = this.#at(step);
    // x' = √ᾱ' x0 + √(1−ᾱ') ε with ε = (x − √ᾱ x0) / √(1−ᾱ).
    const sample = sqrtBetaNext / sqrtBeta;
    return {
      clean: { sample: 1 / sqrtAlpha, prediction: -sqrtBeta / sqrtAlpha },
      next: { sample, clean: sqrtAlphaNext - sqrtAlpha * sample },
    };
  }

  step(step: number, latents: Float32Array, prediction: Float32Array, out: Float32Array): boolean {
    const { sqrtAlpha, sqrtBeta, sqrtAlphaNext, sqrtBetaNext } = this.#at(step);
    return stepInBlocks(latents, prediction, out, (bytes) =>
      kernels.stepDdim(bytes, sqrtAlpha, sqrtBeta, sqrtAlphaNext, sqrtBetaNext),
    );
  }

  #at(step: number): StepScalars {
    const scalars = this.#scalars[step];
    if (scalars === undefined) throw new RangeError(`There is no step ${step} of ${this.#scalars.length}.`);
    return scalars;
  }
}

/** The training timestep of each step, the highest first. Throws `bad-request` for a number of steps that has none. */
export function ddimTimesteps(config: DdimConfig, steps: number): number[] {
  checkSteps(steps, config.num_train_timesteps);
  return leadingTimesteps(steps, config.num_train_timesteps, config.steps_offset);
}

/** `alphas_cumprod` in float32: betas rounded one by one, the product accumulated in float64 as PyTorch does. */
export function cumulativeAlphas(config: DdimConfig): Float32Array {
  const count = config.num_train_timesteps;
  const start = f(Math.sqrt(config.beta_start));
  const end = f(Math.sqrt(config.beta_end));
  const step = f(f(end - start) / (count - 1));
  let product = 1;
  return Float32Array.from({ length: count }, (_, i) => {
    // torch.linspace counts from both ends towards the middle, with one rounding each.
    const root = i < count / 2 ? f(step * i + start) : f(-step * (count - 1 - i) + end);
    product *= f(1 - f(root * root));
    return product;
  });
}
