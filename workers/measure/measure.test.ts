import { describe, expect, it } from 'vitest';
import { psnr } from './psnr';
import { ssim } from './ssim';

const size = { frames: 2, width: 24, height: 16 };
const values = size.frames * size.width * size.height * 3;
const clip = Uint8Array.from({ length: values }, (_, i) => 128 + 90 * Math.sin(i / 7));
const shifted = clip.map((value) => value + 5);

describe('PSNR', () => {
  it('is 100 dB for equal clips', () => expect(psnr(clip, clip)).toBe(100));

  it('follows its definition', () => {
    expect(psnr(clip, shifted)).toBeCloseTo(20 * Math.log10(255 / 5), 10);
  });

  it('refuses clips of other sizes', () => expect(() => psnr(clip, clip.subarray(1))).toThrow(RangeError));
});

describe('SSIM', () => {
  it('is 1 for equal clips', () => expect(ssim(clip, clip, size)).toBeCloseTo(1, 12));

  it('of flat pictures is the luminance term alone', () => {
    const [a, b] = [new Uint8Array(values).fill(100), new Uint8Array(values).fill(110)];
    const c1 = (0.01 * 255) ** 2;
    expect(ssim(a, b, size)).toBeCloseTo((2 * 100 * 110 + c1) / (100 ** 2 + 110 ** 2 + c1), 10);
  });

  it('falls more with lost structure than with a shift of brightness', () => {
    const scrambled = clip.map((_, i) => clip[(i * 7919) % values] as number);
    expect(ssim(clip, shifted, size)).toBeGreaterThan(0.99);
    expect(ssim(clip, scrambled, size)).toBeLessThan(0.5);
  });

  it('takes pictures smaller than its window', () => {
    const tiny = { frames: 1, width: 4, height: 3 };
    expect(ssim(clip.slice(0, 36), clip.slice(0, 36), tiny)).toBeCloseTo(1, 12);
  });
});
