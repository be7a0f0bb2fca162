import { StudioError } from '../protocol/errors';
import type { ArrayPool } from '../tensor/array-pool';

/**
 * One step of a sampler, written as two linear maps (step `i`, latents `x`, noise prediction `ε` in whatever
 * parametrisation the model has been trained in, clean estimate `x0`):
 *
 *     x0     = clean.sample · x + clean.prediction · ε
 *     x_next = next.sample · x + next.clean · x0
 *
 * DDIM without noise and Euler both have this form, so any number of steps that share one `ε` (or one `x0`)
 * collapse into a single linear combination.
 */
export type StepCoefficients = {
  readonly clean: { readonly sample: number; readonly prediction: number };
  readonly next: { readonly sample: number; readonly clean: number };
};

export interface Scheduler {
  /** The training timestep given to the model at each step, first to last. */
  readonly timesteps: readonly number[];
  /** What unit normals are multiplied by to make the initial latents. */
  readonly initNoiseSigma: number;
  /** What the model is given for latents of this step: the very same array, or one out of the pool. */
  scaleModelInput(step: number, latents: Float32Array, pool: ArrayPool): Float32Array;
  coefficients(step: number): StepCoefficients;
  /**
   * `x_{i+1}` from `x_i` and the noise prediction, rounded as the reference implementation rounds it.
   * Arrays have the length of the latents; `out` may be `latents`. Answers whether all new latents are finite, which
   * the pass over them finds out along the way: one value that is not makes their sum so.
   */
  step(step: number, latents: Float32Array, prediction: Float32Array, out: Float32Array): boolean;
}

/** Refuses a number of steps that a schedule of `trainSteps` cannot be cut into. */
export function checkSteps(steps: number, trainSteps: number): void {
  if (Number.isInteger(steps) && steps >= 1 && steps <= trainSteps) return;
  throw new StudioError('bad-request', `Choose between 1 and ${trainSteps} steps, not ${steps}.`);
}

/**
 * diffusers' “leading” spacing, the highest timestep first. Refuses a number of steps whose first timestep the offset
 * moves beyond the training, where the schedule has no values.
 */
export function leadingTimesteps(steps: number, trainSteps: number, offset: number): number[] {
  const ratio = Math.floor(trainSteps / steps);
  if ((steps - 1) * ratio + offset >= trainSteps) {
    throw new StudioError(
      'bad-request',
      `This model's schedule cannot be cut into ${steps} steps: choose a few steps fewer.`,
    );
  }
  return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * ratio + offset);
}

/** The most steps, at most `most`, that a schedule can be cut into. `timestepsOf` throws a StudioError where it cannot. */
export function mostSteps(most: number, timestepsOf: (steps: number) => readonly number[]): number {
  for (let steps = most; steps > 1; steps--) {
    try {
      timestepsOf(steps);
      return steps;
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
    }
  }
  return 1;
}
