import { describe, expect, it } from 'vitest';
import {
  asLongAsOneSlot,
  checkPlan,
  idealSpeedup,
  largestBatch,
  makePlan,
  runsOf,
  sequentialPlan,
} from './plan';

const steps = (plan: ReturnType<typeof makePlan>): number[] =>
  plan.rounds.flatMap(({ evaluations }) => evaluations.map(({ step }) => step));

describe('makePlan', () => {
  it('computes every step once and in order, for every small combination', () => {
    for (let n = 1; n <= 12; n++) {
      for (let degree = 1; degree <= 5; degree++) {
        for (let warmup = degree > 1 ? 1 : 0; warmup <= n; warmup++) {
          for (let cooldown = 0; warmup + cooldown <= n; cooldown++) {
            const plan = makePlan({ steps: n, degree, warmup, cooldown, devices: degree });
            expect(() => checkPlan(plan)).not.toThrow();
            expect(steps(plan)).toEqual(Array.from({ length: n }, (_, i) => i));
          }
        }
      }
    }
  });

  it('gives each slot of a round its own device', () => {
    const plan = makePlan({ steps: 12, degree: 3, warmup: 2, cooldown: 1, devices: 3 });
    expect(plan.rounds.map(({ evaluations }) => evaluations.map(({ device }) => device))).toEqual([
      [0],
      [0],
      [0, 1, 2],
      [0, 1, 2],
      [0, 1, 2],
      [0],
    ]);
  });

  it('ends the parallel part with a short round', () => {
    const plan = makePlan({ steps: 10, degree: 4, warmup: 4, cooldown: 0, devices: 4 });
    expect(plan.rounds.at(-1)).toMatchObject({ kind: 'parallel', firstStep: 8, steps: 2 });
  });

  // The table of the paper's workloads: N / (W + ⌈(N − W) / p⌉).
  it.each([
    [50, 5, 2, 1.79],
    [50, 5, 8, 4.55],
    [50, 13, 4, 2.17],
    [200, 5, 8, 6.67],
  ])('has the ideal speed-up of N=%d W=%d p=%d: %d', (n, warmup, degree, speedup) => {
    const plan = makePlan({ steps: n, degree, warmup, cooldown: 0, devices: degree });
    expect(idealSpeedup(plan)).toBeCloseTo(speedup, 2);
  });

  it('counts slots that share a device one after the other', () => {
    expect(idealSpeedup(makePlan({ steps: 50, degree: 4, warmup: 2, cooldown: 0, devices: 2 }))).toBe(
      50 / 26,
    );
  });

  describe('with several slots in a run', () => {
    const batches = (degree: number, devices: number, batch: number) => {
      const plan = makePlan({ steps: 2 + degree, degree, warmup: 2, cooldown: 0, devices, batch });
      expect(() => checkPlan(plan)).not.toThrow();
      const round = plan.rounds.at(-1) as (typeof plan.rounds)[number];
      return runsOf(round).map((run) => run.map(({ slot, device }) => `${device}:${slot}`));
    };

    it('computes all slots of one device at once', () => {
      expect(batches(4, 1, 4)).toEqual([['0:0', '0:1', '0:2', '0:3']]);
    });

    it('computes as many at once as a batch may hold', () => {
      expect(batches(5, 1, 2)).toEqual([['0:0', '0:1'], ['0:2', '0:3'], ['0:4']]);
    });

    it('mixes with several devices', () => {
      expect(batches(4, 2, 2)).toEqual([
        ['0:0', '0:2'],
        ['1:1', '1:3'],
      ]);
    });

    it('is as long as its slots, or as one of them, or what was measured', () => {
      const plan = makePlan({ steps: 26, degree: 4, warmup: 2, cooldown: 0, devices: 1, batch: 4 });
      expect(idealSpeedup(plan)).toBe(1);
      expect(idealSpeedup(plan, asLongAsOneSlot)).toBe(26 / 8);
      expect(idealSpeedup(plan, (slots) => (slots === 1 ? 1 : 2))).toBe(26 / 14);
      expect(largestBatch(plan)).toBe(4);
    });

    it('leaves out the numbers of batches where a run is one slot', () => {
      const plan = makePlan({ steps: 6, degree: 2, warmup: 2, cooldown: 0, devices: 2 });
      expect(JSON.stringify(plan)).not.toContain('batch');
      expect(largestBatch(plan)).toBe(1);
    });
  });

  it.each([
    [
      { steps: 4, degree: 2, warmup: 1, cooldown: 0, devices: 1, batch: 0 },
      /number of steps in a batch must be/,
    ],
    [{ steps: 4, degree: 2, warmup: 5, cooldown: 0, devices: 2 }, /do not fit into 4 steps/],
    [{ steps: 4, degree: 2, warmup: 0, cooldown: 0, devices: 2 }, /at least 1 warm-up step/],
    [{ steps: 0, degree: 1, warmup: 0, cooldown: 0, devices: 1 }, /number of steps must be/],
    [{ steps: 4, degree: 1.5, warmup: 1, cooldown: 0, devices: 1 }, /number of degree must be/],
  ])('refuses %o', (options, message) => {
    expect(() => makePlan(options)).toThrow(message);
  });
});

describe('checkPlan', () => {
  it('refuses a plan that skips or repeats a step or names a device that is not there', () => {
    const plan = sequentialPlan(3);
    expect(() => checkPlan({ ...plan, rounds: plan.rounds.slice(1) })).toThrow(/inconsistent at step 0/);
    expect(() => checkPlan({ ...plan, rounds: plan.rounds.slice(0, 2) })).toThrow(/ends at step 2 of 3/);
    const [round] = plan.rounds;
    const elsewhere = { ...round, evaluations: [{ slot: 0, step: 0, branch: 'both', device: 4 }] };
    expect(() => checkPlan({ ...plan, rounds: [elsewhere, ...plan.rounds.slice(1)] } as typeof plan)).toThrow(
      /inconsistent/,
    );
  });
});
