import { describe, expect, it } from 'vitest';
import { idealCost, largestBatch, makePlan } from './plan';
import { type CandidateDevice, leftOutSentence, spreadSteps } from './spread';

const card = (id: string, stepMs?: number): CandidateDevice => ({ id, stepMs, isProcessor: false });
const processor = (id: string, stepMs?: number): CandidateDevice => ({ id, stepMs, isProcessor: true });
/** Whole numbers from 0, the same each time (Park and Miller's generator). */
function numbersBelow(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
const batching = (id: string, batches: Record<number, number>, stepMs = 100): CandidateDevice => ({
  ...card(id, stepMs),
  batches: Object.entries(batches).map(([steps, ms]) => ({ steps: Number(steps), ms })),
});
const job = { steps: 50, warmup: 5, cooldown: 0 };

describe('spreadSteps', () => {
  it('gives equally fast devices a slot each, measured or not', () => {
    for (const ms of [undefined, 400]) {
      const workers = [card('cuda:0', ms), card('cuda:1', ms), card('cuda:2', ms)];
      const { plan, devices, leftOut, speedup } = spreadSteps({ ...job, workers });
      expect(plan).toEqual(makePlan({ ...job, degree: 3, devices: 3 }));
      expect(devices).toEqual(['cuda:0', 'cuda:1', 'cuda:2']);
      expect(leftOut).toEqual([]);
      expect(speedup).toBeCloseTo(50 / 20);
    }
  });

  it('gives a device that is twice as fast twice as many slots', () => {
    const { plan, devices, speedup } = spreadSteps({
      ...job,
      workers: [card('cuda:0', 800), card('cuda:1', 400)],
    });
    expect(devices).toEqual(['cuda:1', 'cuda:0']);
    expect(plan.degree).toBe(3);
    expect(plan.rounds[5]?.evaluations.map(({ device }) => device)).toEqual([0, 0, 1]);
    // 5 alone, then 15 rounds of 2 · 400 ms, against 50 of 400 ms.
    expect(speedup).toBeCloseTo(50 / 35);
  });

  it('leaves out what would only be waited for, and says so', () => {
    const { plan, devices, leftOut } = spreadSteps({
      ...job,
      workers: [card('cuda:0', 400), card('cuda:1', 410), card('cuda:2', 9000)],
    });
    expect(devices).toEqual(['cuda:0', 'cuda:1']);
    expect(plan.degree).toBe(2);
    expect(leftOut.map(leftOutSentence)).toEqual([
      'cuda:2 is left out: a step takes it 9 s and cuda:0 400 ms, so with it the job would not be done sooner.',
    ]);
  });

  it('works alone where the others are far slower', () => {
    const { plan, devices, speedup } = spreadSteps({
      ...job,
      workers: [processor('cpu:0', 60_000), card('cuda:0', 400)],
    });
    expect(devices).toEqual(['cuda:0']);
    expect(plan).toMatchObject({ degree: 1, warmup: 0, devices: 1 });
    expect(speedup).toBe(1);
  });

  it('keeps a degree that was asked for, and lets the fast device do more of it', () => {
    const { plan, devices, leftOut } = spreadSteps({
      ...job,
      degree: 2,
      workers: [card('cuda:0', 400), card('cuda:1', 2000)],
    });
    expect(plan.degree).toBe(2);
    expect(devices).toEqual(['cuda:0']);
    expect(leftOut.map(({ id }) => id)).toEqual(['cuda:1']);
  });

  it('does not let processors that were never measured hold up graphics cards', () => {
    const { devices, leftOut } = spreadSteps({
      ...job,
      workers: [card('cuda:0'), processor('cpu:0'), processor('cpu:1')],
    });
    expect(devices).toEqual(['cuda:0']);
    expect(leftOut.map(leftOutSentence)).toEqual([
      expect.stringMatching(/^cpu:0 is left out: .* Choose it alone once to measure it\.$/),
      expect.stringMatching(/^cpu:1 is left out/),
    ]);
  });

  it('never makes a job slower than leaving any of its devices out', () => {
    const random = numbersBelow(20_261_124);
    for (let times = 0; times < 400; times++) {
      const count = 2 + random(5);
      const workers = Array.from({ length: count }, (_, i) => card(`virtual:${i}`, 50 + random(4000)));
      const steps = 10 + random(60);
      const warmup = 1 + random(8);
      const given = random(3) === 0 ? { degree: 1 + random(2 * count) } : {};
      const { plan, devices } = spreadSteps({ steps, warmup, cooldown: 0, ...given, workers });
      const timesOf = (ids: readonly string[]): number[] =>
        ids.map((id) => workers.find((worker) => worker.id === id)?.stepMs ?? Number.NaN);
      const cost = idealCost(plan, undefined, timesOf(devices));

      const fastest = Math.min(...workers.map(({ stepMs }) => stepMs ?? Number.NaN));
      if (given.degree === undefined) expect(cost).toBeLessThanOrEqual(steps * fastest * 1.15);
      for (const without of devices) {
        const rest = devices.filter((id) => id !== without);
        if (rest.length === 0) continue;
        const other = makePlan({ ...plan, devices: rest.length, stepCosts: timesOf(rest) });
        expect(cost, `${devices} without ${without}`).toBeLessThanOrEqual(
          1.15 * idealCost(other, undefined, timesOf(rest)),
        );
      }
    }
  });
});

describe('several steps in one run', () => {
  it('are left to who asks for them until they have been measured', () => {
    const workers = [card('cuda:0', 100), card('cuda:1', 100)];
    expect(largestBatch(spreadSteps({ ...job, workers }).plan)).toBe(1);
    const { plan, speedup } = spreadSteps({ ...job, workers, batch: 2 });
    expect([plan.degree, largestBatch(plan)]).toEqual([4, 2]);
    // Nothing is gained as far as is known: 5 alone, 11 rounds of 4 and one of a step, each of two steps' time.
    expect(speedup).toBeCloseTo(50 / (5 + 11 * 2 + 1));
  });

  it('are used where they have been measured to gain', () => {
    const { plan, speedup, expectedMs } = spreadSteps({ ...job, workers: [batching('cuda:0', { 2: 120 })] });
    expect([plan.degree, largestBatch(plan)]).toEqual([2, 2]);
    // 5 alone, 22 runs of two and one of one.
    expect(expectedMs).toBeCloseTo(500 + 22 * 120 + 100);
    expect(speedup).toBeCloseTo(5000 / (500 + 22 * 120 + 100));
  });

  it('are not used where they have been measured to gain next to nothing', () => {
    const { plan } = spreadSteps({ ...job, workers: [batching('cuda:0', { 2: 197 })] });
    expect(plan.degree).toBe(1);
  });

  it('are as many as gain most', () => {
    const { plan } = spreadSteps({ ...job, workers: [batching('cuda:0', { 2: 120, 4: 150, 8: 640 })] });
    expect([plan.degree, largestBatch(plan)]).toEqual([4, 4]);
  });

  it('go with several devices, and with unlike ones', () => {
    const alike = spreadSteps({
      ...job,
      workers: [batching('cuda:0', { 2: 110 }), batching('cuda:1', { 2: 110 })],
    });
    expect([alike.plan.degree, largestBatch(alike.plan), alike.devices.length]).toEqual([4, 2, 2]);
    const unlike = spreadSteps({ ...job, workers: [batching('cuda:0', { 2: 110 }), card('cuda:1', 9000)] });
    expect(unlike.devices).toEqual(['cuda:0']);
    expect(largestBatch(unlike.plan)).toBe(2);
  });
});
