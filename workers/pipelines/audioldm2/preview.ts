import type { Preview } from '../../bundle/manifest';
import { type LatentLayout, linearPreview } from '../latent-preview';
import type { LatentPreview } from '../pipeline';

/**
 * A small spectrogram of each sound, one pixel a latent: time runs to the right and pitch upwards, while latents
 * lie as `[sounds, channels, time, pitch]`.
 */
export function spectrogramPreview(preview: Preview, layout: LatentLayout): LatentPreview {
  const upright = linearPreview(preview, layout);
  const { frames: sounds, height: times, width: pitches } = layout;
  return (latents) => {
    const { data: source } = upright(latents);
    const data = new Uint8Array(source.length);
    for (let sound = 0; sound < sounds; sound++) {
      const origin = sound * times * pitches;
      for (let time = 0; time < times; time++) {
        for (let pitch = 0; pitch < pitches; pitch++) {
          const from = (origin + time * pitches + pitch) * 3;
          const to = (origin + (pitches - 1 - pitch) * times + time) * 3;
          data.set(source.subarray(from, from + 3), to);
        }
      }
    }
    return { frames: sounds, width: times, height: pitches, data };
  };
}
