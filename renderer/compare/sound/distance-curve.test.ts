import { describe, expect, it } from 'vitest';
import { distanceCurve } from './distance-curve';

const RATE = 16_000;

describe('the spectral distance over time', () => {
  it('has points that mean as much as all frames, over the whole length', () => {
    let state = 1;
    const a = Float32Array.from({ length: 10 * RATE }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32 - 0.5;
    });
    const b = a.map((value, i) => (i < 5 * RATE ? value : value / 10));
    const { mean, points } = distanceCurve(a, b, RATE);
    expect(points.length).toBeLessThanOrEqual(120);
    expect(points[0]).toEqual({ at: 0, value: 0 });
    expect(points.at(-1)?.at).toBeGreaterThan(9.8);
    expect(points.at(-2)?.value).toBeCloseTo(20, 3);
    expect(mean).toBeCloseTo(10, 0);
  });

  it('takes a sound of one frame', () => {
    const { points } = distanceCurve(new Float32Array(10).fill(0.5), new Float32Array(10).fill(0.5), RATE);
    expect(points).toEqual([{ at: 0, value: 0 }]);
  });
});
