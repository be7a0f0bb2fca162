import { describe, expect, it } from 'vitest';
import { tensor } from '../tensor/tensor';
import { rgbFrames } from './frames';

/** Two frames of 2×1 pixels. */
const shape = [1, 3, 2, 1, 2];
const samples = (patch: Readonly<Record<number, number>> = {}): Float32Array =>
  Float32Array.from({ length: 12 }, (_, i) => patch[i] ?? i / 6 - 1);

describe('rgbFrames', () => {
  it('puts the channels of a pixel together, clamped and rounded', () => {
    // NumPy's answer to the same operations in float32.
    const rgb = rgbFrames(tensor(shape, samples({ 0: -7, 11: 7 })));
    expect([...rgb]).toEqual([0, 85, 170, 21, 106, 191, 42, 128, 213, 64, 149, 255]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'makes no frames of a decode with %s in it',
    (value) => {
      expect(() => rgbFrames(tensor(shape, samples({ 5: value })))).toThrow(
        expect.objectContaining({
          code: 'non-finite',
          message: expect.stringMatching(/video is not made of numbers/),
        }),
      );
    },
  );

  it('takes the largest numbers for what they are', () => {
    const largest = 3.4028234663852886e38;
    expect(() => rgbFrames(tensor(shape, samples().fill(largest)))).not.toThrow();
  });
});
