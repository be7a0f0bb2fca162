import { describe, expect, it } from 'vitest';
import { linearCombination } from './linear-combination';

describe('linearCombination', () => {
  it.each([0, 1, 2, 3, 4, 5])('sums %d terms', (count) => {
    const terms = Array.from({ length: count }, (_, k) => ({
      coefficient: k + 0.5,
      data: Float32Array.from([1, -2, 4 * k]),
    }));
    const out = new Float32Array(3).fill(9);
    linearCombination(terms, out);
    const expected = [0, 1, 2].map((i) =>
      terms.reduce((sum, { coefficient, data }) => sum + coefficient * (data[i] as number), 0),
    );
    expect([...out].map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
  });

  it('rounds a coefficient to float32 before it multiplies', () => {
    const out = new Float32Array(1);
    linearCombination([{ coefficient: 0.1, data: Float32Array.of(3) }], out);
    expect(out[0]).toBe(Math.fround(Math.fround(0.1) * 3));
  });
});
