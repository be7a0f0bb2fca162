import { outputSize } from '../scaling';
import type { Delivery, EncodeTask } from './messages';
import { withPngText } from './png-text';
import { ScaledFrames } from './scaled-frames';

export async function encodePngFrames(
  { clip, scale, crisp, settings }: EncodeTask,
  deliver: Delivery,
): Promise<void> {
  const frames = new ScaledFrames(clip, scale, crisp, outputSize(clip, scale, false));
  const digits = Math.max(4, String(clip.frames).length);
  for (let frame = 0; frame < clip.frames; frame++) {
    frames.draw(frame);
    const png = await frames.blob('image/png', 1);
    const name = `frame-${String(frame + 1).padStart(digits, '0')}.png`;
    deliver.file(name, settings === null ? png : withPngText(png, 'Comment', settings));
    deliver.progress(frame + 1, clip.frames);
  }
}
