import type { Preview } from '../bundle/manifest';
import type { LatentPreview } from './pipeline';

export type LatentLayout = {
  readonly frames: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
};

/**
 * A preview that maps each latent to one pixel by the bundle's linear factors. Far cheaper than the decoder,
 * and good enough to see what is coming. Latents lie as `[frames, channels, height, width]`.
 */
export function linearPreview({ factors, bias }: Preview, layout: LatentLayout): LatentPreview {
  const { frames, channels, height, width } = layout;
  const plane = height * width;
  return (latents) => {
    const data = new Uint8Array(frames * plane * 3);
    for (let frame = 0; frame < frames; frame++) {
      for (let pixel = 0; pixel < plane; pixel++) {
        const to = (frame * plane + pixel) * 3;
        for (let color = 0; color < 3; color++) {
          let value = bias[color] as number;
          for (let c = 0; c < channels; c++) {
            const factor = factors[c]?.[color] ?? 0;
            value += factor * (latents[(frame * channels + c) * plane + pixel] as number);
          }
          data[to + color] = Math.round(Math.min(Math.max(value, 0), 1) * 255);
        }
      }
    }
    return { frames, width, height, data };
  };
}
