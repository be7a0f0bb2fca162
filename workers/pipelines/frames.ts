import { roundHalfEven } from '../tensor/float16';
import type { Tensor } from '../tensor/tensor';
import { notNumbers } from './not-numbers';

/**
 * Decoded samples `[1, 3, T, H, W]` in −1…1 as RGB bytes `[T, H, W, 3]`, rounded as diffusers' `VideoProcessor`
 * does it in float32: `x/2 + 0.5`, clamp, `· 255`, round half to even. Throws `non-finite` where a sample is no number.
 */
export function rgbFrames({ shape, data }: Tensor): Uint8Array {
  const f = Math.fround;
  const [, channels = 3, frames = 1, height = 1, width = 1] = shape;
  const plane = height * width;
  const out = new Uint8Array(frames * plane * channels);
  // One sample that is not finite makes it so; finite ones of float32 never do.
  let sum = 0;
  for (let c = 0; c < channels; c++) {
    for (let t = 0; t < frames; t++) {
      const from = (c * frames + t) * plane;
      const to = t * plane * channels + c;
      for (let i = 0; i < plane; i++) {
        const sample = data[from + i] as number;
        sum += sample;
        const unit = f(f(sample / 2) + 0.5);
        out[to + i * channels] = roundHalfEven(f(Math.min(Math.max(unit, 0), 1) * 255));
      }
    }
  }
  if (!Number.isFinite(sum)) throw notNumbers('video');
  return out;
}
