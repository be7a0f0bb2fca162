import { describe, expect, it } from 'vitest';
import { psnr } from '../../../electron/contract/index';
import { meanQuality } from './mean-quality';

describe('the quality of all frames', () => {
  it('is that of the whole clip, not the mean of decibels', () => {
    const a = Uint8Array.from({ length: 60 }, (_, i) => 100 + i);
    const b = a.map((value, i) => value + (i < 30 ? 1 : 7));
    const frames = [0, 30].map((from) => psnr(a.subarray(from, from + 30), b.subarray(from, from + 30)));
    const mean = meanQuality(frames.map((value) => ({ psnr: value, ssim: 0.5 })));
    expect(mean?.psnr).toBeCloseTo(psnr(a, b), 9);
    expect(mean?.least).toEqual({ frame: 1, psnr: frames[1] });
  });

  it('is 100 dB and 1 where all frames are equal, and nothing without frames', () => {
    expect(meanQuality([{ psnr: 100, ssim: 1 }])).toMatchObject({ psnr: 100, ssim: 1 });
    expect(meanQuality([])).toBeUndefined();
  });

  it('counts equal frames as without error', () => {
    const mean = meanQuality([
      { psnr: 100, ssim: 1 },
      { psnr: 40, ssim: 0.9 },
    ]);
    expect(mean?.psnr).toBeCloseTo(40 + 10 * Math.log10(2), 9);
  });
});
