import { describe, expect, it } from 'vitest';
import { EulerDiscreteScheduler, eulerDiscreteConfigSchema } from '../schedulers/euler-discrete';
import { ArrayPool } from '../tensor/array-pool';
import { TorchGenerator } from '../tensor/torch-generator';
import { denoise } from './denoise';
import { makePlan, type Plan } from './plan';
import { reuseSchema } from './reuse';

const STEPS = 30;
const initialLatents = new TorchGenerator(5).randn(24);
const scheduler = new EulerDiscreteScheduler(
  eulerDiscreteConfigSchema.parse({
    ...{ prediction_type: 'v_prediction', use_karras_sigmas: true, sigma_min: 0.002, sigma_max: 700 },
    ...{ timestep_spacing: 'leading', timestep_type: 'continuous' },
  }),
  STEPS,
);

/** Spoils what is given back, so that whoever still reads it makes a result that is no number. */
class SpoilingPool extends ArrayPool {
  readonly made = new Set<Float32Array>();
  /** The most that was asked to be there. */
  reserved = 0;

  override reserve(count: number): void {
    super.reserve(count);
    this.reserved = Math.max(this.reserved, count);
  }

  override take(): Float32Array {
    const array = super.take();
    this.made.add(array);
    return array.fill(Number.NaN);
  }

  override give(array: Float32Array): void {
    super.give(array);
    if (this.made.has(array)) array.fill(Number.NaN);
  }
}

/** Never uses an array again. */
class WastefulPool extends ArrayPool {
  override give(): void {}
}

const moment = { dispatched: 0n, started: 0n, ended: 0n, received: 0n };
const timing = { ...moment, bytesDown: 0, bytesUp: 0, headerBytes: 0 };

/** The final latents, and all that was told on the way. */
async function run(
  plan: Plan,
  reuse: (typeof reuseSchema.options)[number],
  pool: ArrayPool,
  ownArrays: boolean,
) {
  const told: unknown[] = [];
  const latents = await denoise({
    ...{ plan, reuse, scheduler, initialLatents, pool },
    guidanceScalesAt: () => [1.5, 2],
    evaluate: async (device, { branch, slots }) => {
      // Later devices answer first.
      await new Promise((resolve) => setTimeout(resolve, plan.devices - device));
      return {
        predictions: slots.map(({ step, latents: from, into }) => {
          const prediction = ownArrays ? new Float32Array(from.length) : into;
          for (const [i, value] of from.entries()) {
            prediction[i] = value / 3 + step / 100 + (branch === 'conditional' ? 0.1 : 0);
          }
          return prediction;
        }),
        timing,
      };
    },
    onEvaluation: ({ evaluation, drift }) => told.push([evaluation.step, evaluation.branch, drift]),
    onRound: (done, cleanEstimate) => told.push([done, [...cleanEstimate()]]),
    onStep: (step, prediction, reached) => told.push([step, [...prediction], [...reached]]),
  });
  return { latents, told };
}

/** The guidance branches of each step on two devices. */
function withSplitBranches(plan: Plan): Plan {
  const rounds = plan.rounds.map((round) => ({
    ...round,
    evaluations: round.evaluations.flatMap((evaluation) => [
      { ...evaluation, branch: 'unconditional' as const, device: 0 },
      { ...evaluation, branch: 'conditional' as const, device: 1 },
    ]),
  }));
  return { ...plan, devices: 2, rounds };
}

const plans = {
  'one device': makePlan({ steps: STEPS, degree: 1, warmup: 0, cooldown: 0, devices: 1 }),
  'two devices': makePlan({ steps: STEPS, degree: 2, warmup: 3, cooldown: 2, devices: 2 }),
  'two branches': withSplitBranches(
    makePlan({ steps: STEPS, degree: 2, warmup: 3, cooldown: 0, devices: 2 }),
  ),
  'five slots': makePlan({ steps: STEPS, degree: 5, warmup: 4, cooldown: 1, devices: 5 }),
} as const;

describe.each(Object.entries(plans))('arrays used again, %s', (_, plan) => {
  it.each(reuseSchema.options)('change nothing with reuse %s', async (reuse) => {
    const reference = await run(plan, reuse, new WastefulPool(24), true);
    expect(reference.latents.every(Number.isFinite)).toBe(true);
    for (const ownArrays of [false, true]) {
      const pool = new SpoilingPool(24);
      expect(await run(plan, reuse, pool, ownArrays)).toEqual(reference);
      // A few for each slot and for what is remembered, however many steps there are.
      expect(pool.made.size).toBeLessThanOrEqual(8 + 10 * plan.devices);
      // What is made ready in the warm-up is used.
      expect(pool.reserved).toBeLessThanOrEqual(pool.made.size);
      if (plan.degree > 1) expect(pool.reserved).toBeGreaterThanOrEqual(4 * plan.degree);
    }
  });
});
