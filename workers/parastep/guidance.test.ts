import { describe, expect, it } from 'vitest';
import { TorchGenerator } from '../tensor/torch-generator';
import { drift } from './drift';
import { applyGuidance } from './guidance';

const f = Math.fround;
const LENGTH = 40_002;
const u = new TorchGenerator(1).randn(LENGTH);
const c = new TorchGenerator(2).randn(LENGTH);

describe('applyGuidance', () => {
  it.each([
    ['one scale', [3.3]],
    ['a scale for each block', [1, 2.5, 3.3]],
  ])('rounds after every operation, in place, with %s', (_, scales) => {
    const out = u.slice();
    applyGuidance(out, c, scales, out);
    const scaleAt = (i: number): number => f(scales[Math.floor((i * scales.length) / LENGTH)] as number);
    const expected = u.map((value, i) => value + f(scaleAt(i) * f((c[i] as number) - value)));
    expect(out).toEqual(expected);
  });

  it('refuses scales that do not divide the values', () => {
    expect(() => applyGuidance(u, c, [1, 2, 3, 4], u.slice())).toThrow(RangeError);
  });
});

describe('drift', () => {
  it('is the relative distance, summed in float64', () => {
    let difference = 0;
    let norm = 0;
    for (const [i, value] of c.entries()) {
      difference += (value - (u[i] as number)) ** 2;
      norm += value ** 2;
    }
    expect(drift(u, c)).toBeCloseTo(Math.sqrt(difference / norm), 12);
  });

  it('tells nothing reused from nothing predicted', () => {
    const zero = new Float32Array(5);
    expect(drift(c, c)).toBe(0);
    expect(drift(zero, zero)).toBe(0);
    expect(drift(Float32Array.of(1), Float32Array.of(0))).toBe(Number.POSITIVE_INFINITY);
  });
});
