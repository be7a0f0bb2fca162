import { describe, expect, it } from 'vitest';
import { median, psnr } from '../../workers/api';
import { figure } from './figure';

describe('figure', () => {
  it('is the median with its spread, held against its target', () => {
    expect(figure('x', [3, 1, 2], 's', { target: { comparison: '<', value: 2 } })).toEqual({
      name: 'x',
      value: 2,
      unit: 's',
      target: '< 2',
      met: false,
      spread: [1, 3],
      samples: 3,
    });
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});

describe('psnr', () => {
  it('follows its definition and is capped where the clips are equal', () => {
    const a = Uint8Array.from([0, 0, 0, 0]);
    expect(psnr(a, Uint8Array.from([255, 255, 255, 255]))).toBe(0);
    expect(psnr(a, Uint8Array.from([1, 1, 1, 1]))).toBeCloseTo(48.13, 2);
    expect(psnr(a, a)).toBe(100);
  });
});
