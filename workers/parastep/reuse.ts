import { z } from 'zod';
import type { Scheduler } from '../schedulers/scheduler';
import type { ArrayPool } from '../tensor/array-pool';
import { linearCombination, type Term } from '../tensor/linear-combination';
import type { Plan } from './plan';

/**
 * What a slot reuses to step ahead before it predicts:
 * - `own` (the paper): the prediction that the same slot made in the round before;
 * - `freshest`: the newest prediction known, whichever slot made it;
 * - `extrapolate-1`, `extrapolate-2`: the clean estimate x0, continued along the line or parabola through the
 *   newest two or three known ones. x0 and not the noise, because x0 changes more evenly from step to step.
 */
export const reuseSchema = z.enum(['own', 'freshest', 'extrapolate-1', 'extrapolate-2']);
export type Reuse = z.infer<typeof reuseSchema>;

/** A noise prediction made during this run, with the latents (exact or estimated) that it was made from. */
export type KnownPrediction = {
  readonly step: number;
  readonly latents: Float32Array;
  readonly prediction: Float32Array;
};

/** How many of the newest predictions a strategy may look back on, for a given degree. */
export function historyLength(reuse: Reuse, degree: number): number {
  switch (reuse) {
    case 'own':
      return degree;
    case 'freshest':
      return 1;
    case 'extrapolate-1':
      return 2;
    case 'extrapolate-2':
      return 3;
  }
}

/**
 * The state of a slot before it predicts: `latents` is the estimate x̂ of the latents before its step, and
 * `reused` the noise that was assumed there, against which drift is measured.
 */
export type Estimate = { readonly latents: Float32Array; readonly reused: Float32Array };

export type EstimateOptions = {
  readonly reuse: Reuse;
  readonly scheduler: Scheduler;
  /** The exact latents before step `from`. */
  readonly exact: Float32Array;
  readonly from: number;
  /** The step to estimate the latents of; greater than `from`. */
  readonly to: number;
  readonly plan: Pick<Plan, 'degree' | 'warmup'>;
  /** Predictions of earlier steps, oldest first; at least one. */
  readonly known: readonly KnownPrediction[];
  /** Where the estimate's arrays come from. */
  readonly pool: ArrayPool;
};

/**
 * Steps from the exact latents of one step to an estimate of those before a later step. Every strategy is one
 * linear combination, so its cost does not grow with the number of steps taken.
 */
export function estimate({
  reuse,
  scheduler,
  exact,
  from,
  to,
  plan,
  known,
  pool,
}: EstimateOptions): Estimate {
  const newest = known.at(-1);
  if (newest === undefined) throw new RangeError('An estimate needs a prediction to reuse.');
  switch (reuse) {
    case 'own': {
      // The first round has no round before it, so it reuses the last warm-up prediction.
      const ownStep = to - plan.degree;
      const own = ownStep < plan.warmup ? undefined : known.find(({ step }) => step === ownStep);
      return reuseNoise(scheduler, exact, from, to, own ?? newest, pool);
    }
    case 'freshest':
      return reuseNoise(scheduler, exact, from, to, newest, pool);
    case 'extrapolate-1':
      return extrapolateClean(scheduler, exact, from, to, known.slice(-2), pool);
    case 'extrapolate-2':
      return extrapolateClean(scheduler, exact, from, to, known.slice(-3), pool);
  }
}

function reuseNoise(
  scheduler: Scheduler,
  exact: Float32Array,
  from: number,
  to: number,
  { prediction }: KnownPrediction,
  pool: ArrayPool,
): Estimate {
  let sample = 1;
  let noise = 0;
  for (let step = from; step < to; step++) {
    const { clean, next } = scheduler.coefficients(step);
    const stepSample = next.sample + next.clean * clean.sample;
    sample *= stepSample;
    noise = stepSample * noise + next.clean * clean.prediction;
  }
  const latents = pool.take();
  linearCombination(
    [
      { coefficient: sample, data: exact },
      { coefficient: noise, data: prediction },
    ],
    latents,
  );
  return { latents, reused: prediction };
}

function extrapolateClean(
  scheduler: Scheduler,
  exact: Float32Array,
  from: number,
  to: number,
  history: readonly KnownPrediction[],
  pool: ArrayPool,
): Estimate {
  const nodes = history.map(({ step }) => step);
  let sample = 1;
  let weights = nodes.map(() => 0);
  for (let step = from; step < to; step++) {
    const { next } = scheduler.coefficients(step);
    const lagrange = lagrangeWeights(nodes, step);
    sample *= next.sample;
    weights = weights.map((weight, i) => next.sample * weight + next.clean * (lagrange[i] as number));
  }
  const latents = pool.take();
  linearCombination(
    [{ coefficient: sample, data: exact }, ...cleanTerms(scheduler, history, weights)],
    latents,
  );

  // The noise that the extrapolated x0 stands for at the estimate: ε = (x0 − clean.sample · x̂) / clean.prediction.
  const { clean } = scheduler.coefficients(to);
  const scale = 1 / clean.prediction;
  const reused = pool.take();
  linearCombination(
    [
      { coefficient: -clean.sample * scale, data: latents },
      ...cleanTerms(
        scheduler,
        history,
        lagrangeWeights(nodes, to).map((weight) => weight * scale),
      ),
    ],
    reused,
  );
  return { latents, reused };
}

/** Σ weight · x0 over the history, as terms in the stored latents and predictions. */
function cleanTerms(
  scheduler: Scheduler,
  history: readonly KnownPrediction[],
  weights: readonly number[],
): Term[] {
  return history.flatMap(({ step, latents, prediction }, i) => {
    const weight = weights[i] as number;
    const { clean } = scheduler.coefficients(step);
    return [
      { coefficient: weight * clean.sample, data: latents },
      { coefficient: weight * clean.prediction, data: prediction },
    ];
  });
}

/** Weights of the polynomial through values at `nodes`, evaluated at `at`. */
export function lagrangeWeights(nodes: readonly number[], at: number): number[] {
  return nodes.map((node, i) =>
    nodes.reduce((product, other, j) => (i === j ? product : (product * (at - other)) / (node - other)), 1),
  );
}
