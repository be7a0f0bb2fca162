import { describe, expect, it } from 'vitest';
import { takeRows } from './take-rows';

describe('takeRows', () => {
  it('copies rows in any order and number, of either element type', () => {
    const floats = { type: 'float32', shape: [2, 1, 2], data: Float32Array.of(1, 2, 3, 4) };
    expect(takeRows(floats, [1, 0, 1])).toEqual({
      type: 'float32',
      shape: [3, 1, 2],
      data: Float32Array.of(3, 4, 1, 2, 3, 4),
    });
    const whole = { type: 'int64', shape: [2], data: BigInt64Array.of(5n, 6n) };
    expect(takeRows(whole, [1]).data).toEqual(BigInt64Array.of(6n));
    expect(whole.data).toHaveLength(2);
  });
});
