import { describe, expect, it } from 'vitest';
import type { EvaluationEvent } from '../../electron/contract/index';
import { laneSegments, summariseDrift, summariseLoad } from './lanes';

const evaluation = (
  round: number,
  device: string,
  [dispatched, started, ended, received]: readonly [number, number, number, number],
  drift: number | null = null,
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
  drift,
});

const devices = ['cpu:0', 'cpu:1'];
const events = [
  evaluation(3, 'cpu:0', [100, 110, 190, 200]),
  evaluation(3, 'cpu:1', [100, 120, 150, 160], 0.1),
  evaluation(4, 'cpu:0', [200, 200, 300, 300], 0.4),
];

describe('lanes', () => {
  it('fills a round of each lane without gap or overlap', () => {
    const segments = laneSegments(devices, events);
    for (const lane of [0, 1]) {
      for (const round of [3, 4]) {
        const mine = segments.filter(({ from, lane: l }) => l === lane && from >= round && from < round + 1);
        expect(mine[0]?.from).toBe(round);
        expect(mine.at(-1)?.to).toBe(round + 1);
        for (const [i, segment] of mine.slice(1).entries()) expect(segment.from).toBe(mine[i]?.to);
      }
    }
  });

  it('tells computing, exchange and waiting apart', () => {
    const second = laneSegments(devices, events).filter(({ lane, from }) => lane === 1 && from < 4);
    expect(second.map(({ activity, to }) => [activity, Number((to - 3).toFixed(3))])).toEqual([
      ['exchange', 0.2],
      ['compute', 0.5],
      ['exchange', 0.6],
      ['wait', 1],
    ]);
  });

  it('leaves out steps that take no time', () => {
    const round = laneSegments(devices, events).filter(({ lane, from }) => lane === 0 && from >= 4);
    expect(round).toEqual([{ lane: 0, from: 4, to: 5, activity: 'compute' }]);
  });
});

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
