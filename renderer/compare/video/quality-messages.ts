import type { Clip } from '../../player/clip';

/** The frames of two clips of one size to compare, pair by pair. */
export type QualityTask = {
  readonly a: Clip;
  readonly b: Clip;
  readonly pairs: readonly (readonly [a: number, b: number])[];
};

/** How near the frames of one pair are: PSNR in dB, and SSIM. */
export type PairQuality = { readonly psnr: number; readonly ssim: number };
