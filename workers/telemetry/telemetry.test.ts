import { describe, expect, it } from 'vitest';
import { asLongAsItsSlots, idealSpeedup, makePlan } from '../parastep/plan';
import type { EvaluationEvent } from '../protocol/conductor-control';
import { summariseDrift } from './drift-summary';
import { deviceIntervals } from './intervals';
import { summariseLoad } from './load';
import { columnsPath, roundUp, stretchesPath, ticks } from './plot';
import { speedupSoFar } from './speedup';
import { stepCosts } from './step-costs';
import { stepRows } from './steps';

type Times = readonly [dispatched: number, started: number, ended: number, received: number];

const evaluation = (
  round: number,
  device: string,
  [dispatched, started, ended, received]: Times,
  patch: Partial<EvaluationEvent> = {},
): EvaluationEvent => ({
  round,
  kind: 'parallel',
  slot: device === 'cpu:0' ? 0 : 1,
  step: round,
  branch: 'both',
  device,
  dispatched,
  started,
  ended,
  received,
  bytesDown: 100,
  bytesUp: 50,
  headerBytes: 4,
  drift: null,
  ...patch,
});

const devices = ['cpu:0', 'cpu:1'];
const events = [
  evaluation(3, 'cpu:0', [100, 110, 190, 200]),
  evaluation(3, 'cpu:1', [100, 120, 150, 160], { drift: 0.1 }),
  evaluation(4, 'cpu:0', [200, 200, 300, 300], { drift: 0.4 }),
];

describe('load', () => {
  it('sums up compute, exchange and bytes per device', () => {
    const { devices: loads, wallMs, concurrency } = summariseLoad(devices, events);
    expect(wallMs).toBe(200);
    expect(loads).toEqual([
      { device: 'cpu:0', evaluations: 2, computeMs: 180, exchangeMs: 20, busy: 0.9, bytes: 300 },
      { device: 'cpu:1', evaluations: 1, computeMs: 30, exchangeMs: 30, busy: 0.15, bytes: 150 },
    ]);
    expect(concurrency).toBeCloseTo(1.05, 10);
  });

  it('counts the run of a batch once', () => {
    const batch = [0, 1].map((slot) => evaluation(3, 'cpu:0', [100, 110, 190, 200], { slot, batch: 2 }));
    const { devices: loads, concurrency } = summariseLoad(['cpu:0'], batch);
    expect(loads).toEqual([
      { device: 'cpu:0', evaluations: 2, computeMs: 80, exchangeMs: 20, busy: 0.8, bytes: 300 },
    ]);
    expect(concurrency).toBeCloseTo(0.8, 10);
  });

  it('is zero before anything happened', () => {
    expect(summariseLoad(devices, [])).toMatchObject({ wallMs: 0, concurrency: 0 });
  });
});

describe('drift', () => {
  it('says mean, greatest and where', () => {
    expect(summariseDrift(events)).toEqual({ mean: 0.25, greatest: 0.4, greatestStep: 5, predictions: 2 });
  });

  it('is undefined for a sequential run', () => {
    expect(summariseDrift(events.slice(0, 1))).toBeUndefined();
  });
});

describe('intervals', () => {
  it('cover each lane from the first evaluation to the last without gap or overlap', () => {
    for (const lane of deviceIntervals(devices, events)) {
      expect(lane[0]?.from).toBe(100);
      expect(lane.at(-1)?.to).toBe(300);
      for (const [i, { from }] of lane.slice(1).entries()) expect(from).toBe(lane[i]?.to);
    }
  });

  it('tell computing, exchange and waiting apart', () => {
    const [, second] = deviceIntervals(devices, events);
    expect(second?.map(({ activity, to, event }) => [activity, to, event?.step])).toEqual([
      ['exchange', 120, 3],
      ['compute', 150, 3],
      ['exchange', 160, 3],
      ['wait', 300, undefined],
    ]);
  });

  it('stand a clock that runs backwards', () => {
    const [lane] = deviceIntervals(
      ['cpu:0'],
      [evaluation(0, 'cpu:0', [0, 50, 40, 60]), evaluation(1, 'cpu:0', [55, 56, 90, 95])],
    );
    expect(lane?.every(({ from, to }) => to > from)).toBe(true);
    expect(lane?.at(-1)?.to).toBe(95);
  });

  it('are none before anything happened', () => {
    expect(deviceIntervals(devices, [])).toEqual([[], []]);
  });
});

describe('steps', () => {
  it('have one row each, in order, with the branches of one step together', () => {
    const split = [
      evaluation(1, 'cpu:0', [10, 11, 19, 20], { step: 1, branch: 'conditional' }),
      evaluation(1, 'cpu:1', [10, 11, 29, 30], { step: 1, branch: 'unconditional', drift: 0.2 }),
      evaluation(0, 'cpu:0', [0, 1, 9, 10], { step: 0 }),
    ];
    expect(stepRows(split)).toMatchObject([
      { step: 0, latencyMs: 10, computeMs: 8, bytes: 154, drift: undefined },
      { step: 1, latencyMs: 20, computeMs: 18, bytes: 308, drift: 0.2, devices: ['cpu:0', 'cpu:1'] },
    ]);
  });
});

describe('speed-up so far', () => {
  const plan = makePlan({ steps: 7, degree: 2, warmup: 3, cooldown: 0, devices: 2 });
  // Warm-up steps of 100 ms, then rounds of two steps in 110 ms.
  const run = plan.rounds.flatMap((round, index) => {
    const start = index < 3 ? index * 100 : 300 + (index - 3) * 110;
    return round.evaluations.map(({ device, step }) =>
      evaluation(index, `cpu:${device}`, [start, start, start + 99, start + (index < 3 ? 100 : 110)], {
        step,
        kind: round.kind,
      }),
    );
  });

  it('compares with the pace of the steps that ran alone', () => {
    const speedup = speedupSoFar(plan, run);
    expect(speedup?.stepMs).toBe(100);
    expect(speedup?.achieved).toBeCloseTo(700 / 520, 10);
    expect(speedup?.ideal).toBeCloseTo(7 / 5, 10);
  });

  it('takes the ideal of devices as fast as these', () => {
    // The second device takes 99 ms where the first takes 33.
    const unlike = run.map((event) => ({
      ...event,
      ended: event.started + (event.kind === 'parallel' && event.device === 'cpu:0' ? 33 : 99),
    }));
    expect(stepCosts(plan, unlike)).toEqual([1, 3]);
    // Three steps alone, and two rounds that take as long as the slower device.
    expect(speedupSoFar(plan, unlike)?.ideal).toBeCloseTo(7 / (3 + 2 * 3), 10);
    expect(idealSpeedup(plan, asLongAsItsSlots, [1, 3])).toBeCloseTo(7 / 9, 10);
  });

  it('calls devices alike whose times hardly differ, or are unknown', () => {
    const nearly = run.map((event) => ({
      ...event,
      ended: event.ended + (event.device === 'cpu:0' ? 0 : 10),
    }));
    expect(stepCosts(plan, nearly)).toEqual([1, 1]);
    expect(stepCosts(plan, [])).toEqual([1, 1]);
    expect(stepCosts(plan, run.slice(0, 4))).toEqual([1, 1]);
  });

  it('counts only the rounds heard of', () => {
    const half = speedupSoFar(
      plan,
      run.filter(({ round }) => round < 4),
    );
    expect(half?.achieved).toBeCloseTo(500 / 410, 10);
    expect(half?.ideal).toBeCloseTo(5 / 4, 10);
  });

  it('is unknown while no step ran alone', () => {
    expect(speedupSoFar(plan, [])).toBeUndefined();
    expect(
      speedupSoFar(
        plan,
        run.filter(({ round }) => round >= 3),
      ),
    ).toBeUndefined();
  });
});

describe('plots', () => {
  it.each([
    [0, 1],
    [Number.NaN, 1],
    [0.031, 0.05],
    [1, 1],
    [1.01, 2],
    [24, 25],
    [260, 500],
  ])('round %d up to %d', (value, rounded) => expect(roundUp(value)).toBeCloseTo(rounded, 12));

  it('has round ticks from zero to the top', () => {
    expect(ticks(50, 5)).toEqual([0, 10, 20, 30, 40, 50]);
    expect(ticks(1, 2)).toEqual([0, 0.5, 1]);
  });

  it('draws a column per value and leaves gaps empty', () => {
    const path = columnsPath([1, undefined, 2], { width: 30, height: 10, most: 2 });
    expect(path).toBe('M0 10v-5h9v5zM20 10v-10h9v10z');
  });

  it('keeps the highest where values share a column', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i === 500 ? 9 : 1));
    const path = columnsPath(values, { width: 10, height: 9, most: 9 });
    expect(path.match(/M/g)).toHaveLength(10);
    expect(path).toContain('v-9');
  });

  it('joins stretches that are too close to tell apart', () => {
    const stretches = [
      { from: 0, to: 10 },
      { from: 10.1, to: 20 },
      { from: 40, to: 41 },
    ];
    expect(stretchesPath(stretches, (time) => time, 0, 4)).toBe('M0 0h20v4H0zM40 0h1v4H40z');
  });
});
