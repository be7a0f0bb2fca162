import { outputSize } from '../scaling';
import { frameDelays } from './frame-delays';
import type { Delivery, EncodeTask } from './messages';
import { ScaledFrames } from './scaled-frames';
import { type WebpFrame, webpAnimation, xmpPacket } from './webp-animation';

/** At 1 Chromium's encoder is lossless, which hard pixel edges need and which makes them small. */
const QUALITY = { crisp: 1, smooth: 0.92 } as const;

export async function encodeWebp(
  { clip, scale, crisp, settings }: EncodeTask,
  deliver: Delivery,
): Promise<void> {
  const size = outputSize(clip, scale, false);
  const source = new ScaledFrames(clip, scale, crisp, size);
  const frames: WebpFrame[] = [];
  for (const [frame, milliseconds] of frameDelays(clip, 1).entries()) {
    source.draw(frame);
    const picture = await source.blob('image/webp', crisp ? QUALITY.crisp : QUALITY.smooth);
    frames.push({ picture, milliseconds });
    deliver.progress(frame + 1, clip.frames);
  }
  const metadata = settings === null ? null : xmpPacket(settings);
  deliver.file('', webpAnimation({ ...size, frames, metadata }));
}
