import { z } from 'zod';
import type { ArrayPool } from '../tensor/array-pool';
import { inBlocks, kernels, stepInBlocks } from '../tensor/kernels/float32';
import { checkSteps, type Scheduler, type StepCoefficients } from './scheduler';

/**
 * `scheduler_config.json` of diffusers' `EulerDiscreteScheduler` as Stable Video Diffusion uses it: Karras sigmas
 * between given bounds, v-prediction, continuous timesteps, an end at zero. The betas have no influence then.
 */
export const eulerDiscreteConfigSchema = z.object({
  num_train_timesteps: z.int().min(1).max(100_000).default(1000),
  prediction_type: z.literal('v_prediction'),
  use_karras_sigmas: z.literal(true),
  sigma_min: z.number().positive(),
  sigma_max: z.number().positive(),
  timestep_spacing: z.enum(['leading', 'linspace', 'trailing']).default('linspace'),
  timestep_type: z.literal('continuous'),
  /** The other one, `sigma_min`, ends where the betas say and not at the `sigma_min` above. */
  final_sigmas_type: z.literal('zero').default('zero'),
});
export type EulerDiscreteConfig = z.infer<typeof eulerDiscreteConfigSchema>;

/** Exponent of the Karras schedule (arXiv 2206.00364, equation 5). */
const RHO = 7;

/** diffusers' `EulerDiscreteScheduler` without churn. Sigmas and timesteps are float32, as the reference keeps them. */
export class EulerDiscreteScheduler implements Scheduler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma: number;
  /** One more than there are steps; the last is where sampling ends. */
  readonly sigmas: readonly number[];

  constructor(config: EulerDiscreteConfig, steps: number) {
    checkSteps(steps, config.num_train_timesteps);
    const { sigma_min: least, sigma_max: most } = config;
    const sigmas = karrasSigmas(least, most, steps).map(Math.fround);
    this.timesteps = sigmas.map((sigma) => Math.fround(0.25 * Math.fround(Math.log(sigma))));
    this.sigmas = [...sigmas, 0];
    const first = Math.max(...this.sigmas);
    this.initNoiseSigma =
      config.timestep_spacing === 'leading'
        ? Math.fround(Math.sqrt(Math.fround(Math.fround(first * first) + 1)))
        : first;
  }

  scaleModelInput(step: number, latents: Float32Array, pool: ArrayPool): Float32Array {
    const sigma = this.#sigma(step);
    const divisor = Math.fround(Math.sqrt(Math.fround(Math.fround(sigma * sigma) + 1)));
    const scaled = pool.take();
    inBlocks([latents], (bytes) => kernels.divide(bytes, divisor), scaled);
    return scaled;
  }

  coefficients(step: number): StepCoefficients {
    const sigma = this.#sigma(step);
    const variance = sigma * sigma + 1;
    const ratio = (this.#sigma(step + 1) - sigma) / sigma;
    return {
      clean: { sample: 1 / variance, prediction: -sigma / Math.sqrt(variance) },
      next: { sample: 1 + ratio, clean: -ratio },
    };
  }

  step(step: number, latents: Float32Array, prediction: Float32Array, out: Float32Array): boolean {
    const f = Math.fround;
    const sigma = this.#sigma(step);
    const variance = f(f(sigma * sigma) + 1);
    const predictionFactor = f(-sigma / f(Math.sqrt(variance)));
    const delta = f(this.#sigma(step + 1) - sigma);
    return stepInBlocks(latents, prediction, out, (bytes) =>
      kernels.stepEuler(bytes, predictionFactor, variance, sigma, delta),
    );
  }

  #sigma(index: number): number {
    const sigma = this.sigmas[index];
    if (sigma === undefined) throw new RangeError(`There is no step ${index} of ${this.timesteps.length}.`);
    return sigma;
  }
}

/** From the largest sigma down to the smallest, evenly spaced in `σ^(1/ρ)`. */
function karrasSigmas(least: number, most: number, steps: number): number[] {
  const low = least ** (1 / RHO);
  const high = most ** (1 / RHO);
  return Array.from({ length: steps }, (_, i) => {
    // numpy.linspace multiplies by a step that has been rounded, and sets the end itself.
    const ramp = i === steps - 1 && steps > 1 ? 1 : i === 0 ? 0 : i * (1 / (steps - 1));
    return (high + ramp * (low - high)) ** RHO;
  });
}
