import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import { outputSize } from '../scaling';
import { frameDelays } from './frame-delays';
import { withGifComment } from './gif-comment';
import type { Delivery, EncodeTask } from './messages';
import { ScaledFrames } from './scaled-frames';

const COLOURS = 256;
/** Pixels that the palette is chosen from. */
const SAMPLES = 200_000;

/** Every so many pixels of the whole clip: one palette for all frames, so that colours do not flicker. */
function samplePixels(frames: ScaledFrames, count: number): Uint8ClampedArray {
  const { width, height } = frames.canvas;
  const stride = Math.max(1, Math.ceil((width * height * count) / SAMPLES));
  const samples: number[] = [];
  for (let frame = 0; frame < count; frame++) {
    frames.draw(frame);
    const pixels = frames.pixels();
    for (let i = (frame % stride) * 4; i < pixels.length; i += stride * 4) {
      samples.push(pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0, 255);
    }
  }
  return Uint8ClampedArray.from(samples);
}

export async function encodeGif(
  { clip, scale, crisp, settings }: EncodeTask,
  deliver: Delivery,
): Promise<void> {
  const size = outputSize(clip, scale, false);
  const frames = new ScaledFrames(clip, scale, crisp, size);
  const palette = quantize(samplePixels(frames, clip.frames), COLOURS);
  const encoder = GIFEncoder();
  // A GIF counts in hundredths of a second.
  for (const [frame, delay] of frameDelays(clip, 10).entries()) {
    frames.draw(frame);
    const indices = applyPalette(frames.pixels(), palette);
    encoder.writeFrame(indices, size.width, size.height, {
      ...(frame === 0 ? { palette, repeat: 0 } : {}),
      delay,
    });
    deliver.progress(frame + 1, clip.frames);
  }
  encoder.finish();
  const bytes = encoder.bytes();
  deliver.file('', settings === null ? bytes : withGifComment(bytes, settings));
}
