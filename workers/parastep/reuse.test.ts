import { describe, expect, it } from 'vitest';
import { CogVideoXDdimScheduler, cogVideoXDdimConfigSchema } from '../schedulers/cogvideox-ddim';
import { ArrayPool } from '../tensor/array-pool';
import { estimate, type KnownPrediction, lagrangeWeights, type Reuse } from './reuse';

const config = cogVideoXDdimConfigSchema.parse({
  beta_schedule: 'scaled_linear',
  clip_sample: false,
  prediction_type: 'v_prediction',
  timestep_spacing: 'trailing',
  rescale_betas_zero_snr: true,
});
const scheduler = new CogVideoXDdimScheduler(config, 20);
const values = (...numbers: number[]): Float32Array => Float32Array.from(numbers);
const plan = { degree: 4, warmup: 5 };
const pool = new ArrayPool(3);

const known = (step: number, prediction: Float32Array): KnownPrediction => ({
  step,
  latents: values(0.5, -1, 2),
  prediction,
});

function estimateOf(reuse: Reuse, from: number, to: number, history: KnownPrediction[]): Float32Array {
  return estimate({ reuse, scheduler, exact: values(1, 0.25, -0.75), from, to, plan, known: history, pool })
    .latents;
}

/** The estimate by definition: one scheduler step after another with the same prediction. */
function stepByStep(from: number, to: number, prediction: Float32Array): Float32Array {
  const latents = values(1, 0.25, -0.75);
  for (let step = from; step < to; step++) scheduler.step(step, latents, prediction, latents);
  return latents;
}

describe('estimate', () => {
  it('equals stepping one by one with the reused noise', () => {
    const prediction = values(0.3, -0.2, 0.9);
    for (const to of [6, 7, 8]) {
      const ahead = estimateOf('freshest', 5, to, [known(4, prediction)]);
      const reference = stepByStep(5, to, prediction);
      // Stepping rounds to float32 after every operation, the estimate once.
      ahead.forEach((value, i) => {
        expect(Math.abs(value - (reference[i] as number))).toBeLessThan(1e-6);
      });
    }
  });

  it('own reuses the prediction of the same slot, freshest the newest', () => {
    const history = [5, 6, 7, 8].map((step) => known(step, values(step, step, step)));
    const reusedBy = (reuse: Reuse): Float32Array =>
      estimate({ reuse, scheduler, exact: values(1, 1, 1), from: 9, to: 10, plan, known: history, pool })
        .reused;
    expect(reusedBy('own')).toEqual(values(6, 6, 6));
    expect(reusedBy('freshest')).toEqual(values(8, 8, 8));
  });

  it('own reuses the last warm-up prediction in the first round, even where the slot could look further back', () => {
    const history = [1, 2, 3, 4].map((step) => known(step, values(step, step, step)));
    const { reused } = estimate({
      reuse: 'own',
      scheduler,
      exact: values(1, 1, 1),
      from: 5,
      to: 7,
      plan,
      known: history,
      pool,
    });
    expect(reused).toEqual(values(4, 4, 4));
  });

  it('extrapolation is exact for a clean estimate that changes linearly', () => {
    const cleanAt = (step: number): number => 0.4 + 0.03 * step;
    // A prediction whose clean estimate is the wanted one: ε = (x0 − a·x) / b.
    const history = [3, 4].map((step) => {
      const { clean } = scheduler.coefficients(step);
      const latents = values(0.2, 0.2, 0.2);
      return {
        step,
        latents,
        prediction: latents.map((x) => (cleanAt(step) - clean.sample * x) / clean.prediction),
      };
    });
    const ahead = estimateOf('extrapolate-1', 5, 8, history);
    let expected = 1;
    for (let step = 5; step < 8; step++) {
      const { next } = scheduler.coefficients(step);
      expected = next.sample * expected + next.clean * cleanAt(step);
    }
    expect(ahead[0]).toBeCloseTo(expected, 5);
  });
});

describe('lagrangeWeights', () => {
  it('continues a line and a parabola', () => {
    expect(lagrangeWeights([3, 4], 6)).toEqual([-2, 3]);
    const weights = lagrangeWeights([1, 2, 3], 5);
    const square = [1, 4, 9].reduce((sum, value, i) => sum + value * (weights[i] as number), 0);
    expect(square).toBeCloseTo(25, 12);
  });
});
