import type { ShownVideo } from '../../electron/contract/index';
import { writeRgba } from '../player/clip';
import { loadClip } from '../player/frames';

/** One frame of a video as a picture file. */
export async function pictureOfFrame(video: ShownVideo, frame: number): Promise<Blob> {
  const clip = await loadClip(video);
  const canvas = new OffscreenCanvas(clip.width, clip.height);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This machine cannot draw the frame: there is no canvas.');
  const image = context.createImageData(clip.width, clip.height);
  writeRgba(clip, frame, image.data);
  context.putImageData(image, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
