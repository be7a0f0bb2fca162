/** Compares frames off the page, so that the clips go on smoothly meanwhile. It is ended to cancel. */
import { psnr, ssim } from '../../../electron/contract/index';
import { type Clip, frameBytes } from '../../player/clip';
import type { PairQuality, QualityTask } from './quality-messages';

const frameOf = (clip: Clip, frame: number): Uint8Array =>
  clip.rgb.subarray(frame * frameBytes(clip), (frame + 1) * frameBytes(clip));

self.onmessage = ({ data: { a, b, pairs } }: MessageEvent<QualityTask>): void => {
  const { width, height } = a;
  for (const [frameA, frameB] of pairs) {
    const [first, second] = [frameOf(a, frameA), frameOf(b, frameB)];
    const quality: PairQuality = {
      psnr: psnr(first, second),
      ssim: ssim(first, second, { frames: 1, width, height }),
    };
    self.postMessage(quality);
  }
};
