import { describe, expect, it } from 'vitest';
import { float16Bits, fromFloat16Bits, roundHalfEven } from './float16';

describe('float16', () => {
  it('reads back every one of the 65,536 bit patterns', () => {
    for (let bits = 0; bits < 2 ** 16; bits++) {
      const value = fromFloat16Bits(bits);
      const again = float16Bits(value);
      if (Number.isNaN(value)) expect(Number.isNaN(fromFloat16Bits(again))).toBe(true);
      else expect(again).toBe(bits);
    }
  });

  it('rounds halfway values to the even neighbour', () => {
    expect(float16Bits(1 + 2 ** -11)).toBe(0x3c00);
    expect(float16Bits(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(float16Bits(2 ** -25)).toBe(0);
    expect(float16Bits(3 * 2 ** -25)).toBe(2);
  });

  it('overflows to infinity from 65520 on', () => {
    expect(fromFloat16Bits(float16Bits(65519))).toBe(65504);
    expect(fromFloat16Bits(float16Bits(65520))).toBe(Number.POSITIVE_INFINITY);
    expect(fromFloat16Bits(float16Bits(-1e9))).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('roundHalfEven', () => {
  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-0.5, 0],
    [-1.5, -2],
    [2.4999, 2],
    [254.5, 254],
  ])('rounds %d to %d', (value, expected) => {
    expect(roundHalfEven(value) + 0).toBe(expected);
  });
});
