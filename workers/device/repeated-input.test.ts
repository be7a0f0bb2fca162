import { describe, expect, it } from 'vitest';
import { fromOrtTensor } from './ort-tensor';
import { RepeatedInput } from './repeated-input';

describe('RepeatedInput', () => {
  it.each([undefined, 'float32', 'float16'])('brings every run’s values to an input of type %s', (wanted) => {
    const input = new RepeatedInput({ type: 'float32', shape: [3], data: new Float32Array(3) }, wanted);
    const { tensor } = input;
    for (const values of [
      [1, -2, 0.5],
      [0.25, 3, 2048],
    ]) {
      (input.values as Float32Array).set(values);
      input.feed();
      expect([...fromOrtTensor(tensor).data]).toEqual(values);
    }
    expect(tensor.type).toBe(wanted ?? 'float32');
  });

  it('brings integers', () => {
    const input = new RepeatedInput({ type: 'int64', shape: [2], data: new BigInt64Array(2) }, 'int64');
    (input.values as BigInt64Array).fill(981n);
    input.feed();
    expect([...fromOrtTensor(input.tensor).data]).toEqual([981n, 981n]);
  });
});
