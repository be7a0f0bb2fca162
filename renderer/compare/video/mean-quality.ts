import { EQUAL_DB } from '../../../electron/contract/index';
import type { PairQuality } from './quality-messages';

export type MeanQuality = PairQuality & { readonly least: { readonly frame: number; readonly psnr: number } };

/**
 * Over all frames as one: the PSNR of the mean squared error, as a benchmark reports it, and the mean SSIM.
 * Undefined where nothing has been compared.
 */
export function meanQuality(quality: readonly PairQuality[]): MeanQuality | undefined {
  const [first] = quality;
  if (first === undefined) return undefined;
  let [error, similarity] = [0, 0];
  let least = { frame: 0, psnr: first.psnr };
  for (const [frame, { psnr, ssim }] of quality.entries()) {
    // Equal frames are given 100 dB, and have no error at all.
    error += psnr >= EQUAL_DB ? 0 : 10 ** (-psnr / 10);
    similarity += ssim;
    if (psnr < least.psnr) least = { frame, psnr };
  }
  const mean = error / quality.length;
  const psnr = mean === 0 ? EQUAL_DB : Math.min(EQUAL_DB, -10 * Math.log10(mean));
  return { psnr, ssim: similarity / quality.length, least };
}
