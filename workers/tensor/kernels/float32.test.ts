import { describe, expect, it } from 'vitest';
import { linearCombination } from '../linear-combination';
import { TorchGenerator } from '../torch-generator';
import { inBlocks, kernels, stepInBlocks } from './float32';

const f = Math.fround;
/** Shorter than a lane, ragged, a whole block, several blocks with a ragged end. */
const LENGTHS = [1, 3, 4, 1001, 16_384, 40_003];
const randn = (length: number, seed: number): Float32Array => new TorchGenerator(seed).randn(length);
const at = (array: Float32Array, i: number): number => array[i] as number;

function expectValues(actual: Float32Array, expected: (i: number) => number): void {
  expect(actual.findIndex((value, i) => !Object.is(value, f(expected(i))))).toBe(-1);
}

describe.each(LENGTHS)('kernels on %d values', (length) => {
  const a = randn(length, 1);
  const b = randn(length, 2);
  const c = randn(length, 3);

  it('round after every operation of a linear combination', () => {
    const out = new Float32Array(length);
    const terms = [
      { coefficient: 0.1, data: a },
      { coefficient: -1.7, data: b },
      { coefficient: 2.3, data: c },
    ];
    linearCombination(terms, out);
    const first = (i: number): number => f(f(f(0.1) * at(a, i)) + f(f(-1.7) * at(b, i)));
    expectValues(out, (i) => first(i) + f(f(2.3) * at(c, i)));
  });

  it('divide into an array of its own', () => {
    const out = new Float32Array(length);
    inBlocks([a], (bytes) => kernels.divide(bytes, 0.7), out);
    expectValues(out, (i) => at(a, i) / f(0.7));
  });

  it('find a single value that is not finite, wherever it is', () => {
    const out = new Float32Array(length);
    const finite = (latents: Float32Array): boolean =>
      stepInBlocks(latents, b, out, (bytes) => kernels.stepDdim(bytes, 0.9, 0.2, 0.95, 0.1));
    expect(finite(a)).toBe(true);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const place of [0, length >> 1, length - 1]) {
        const spoilt = a.slice();
        spoilt[place] = value;
        expect(finite(spoilt)).toBe(false);
      }
    }
    // What an earlier array left behind in the last lanes is not looked at.
    expect(finite(a)).toBe(true);
  });
});

describe('inBlocks', () => {
  it('refuses arrays that do not match', () => {
    const run = (): never => {
      throw new Error('never run');
    };
    expect(() => inBlocks([randn(4, 1), randn(5, 1)], run)).toThrow(RangeError);
    expect(() => inBlocks([randn(4, 1)], run, new Float32Array(3))).toThrow(RangeError);
  });
});
