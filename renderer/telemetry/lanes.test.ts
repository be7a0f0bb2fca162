import { describe, expect, it } from 'vitest';
import type { EvaluationEvent } from '../../electron/contract/index';
import { laneSegments } from './lanes';

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
