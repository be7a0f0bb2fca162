/** The page's side of the picture worker. */
import { type FramedPicture, type Framing, MAX_SOURCE_SIDE } from '../../electron/contract/index';
import type { PictureAnswer, PictureTask } from './messages';

/** Enough for the stage on a display of scale 2. */
const PREVIEW_SIDE = 1600;

/** One worker a task: a picture may need hundreds of megabytes, and they end with it. */
function ask<K extends PictureTask['kind']>(
  task: PictureTask & { readonly kind: K },
): Promise<Extract<PictureAnswer, { kind: K }>> {
  const worker = new Worker(new URL('./picture.worker.ts', import.meta.url), { type: 'module' });
  const answer = new Promise<Extract<PictureAnswer, { kind: K }>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<PictureAnswer>) => {
      if (data.kind === 'failed') reject(new Error(data.message));
      else resolve(data as Extract<PictureAnswer, { kind: K }>);
    };
    worker.onerror = () => reject(new Error('The picture could not be decoded.'));
    worker.postMessage(task satisfies PictureTask);
  });
  return answer.finally(() => worker.terminate());
}

export async function previewOf(picture: Blob): Promise<Blob> {
  return (await ask({ kind: 'preview', picture, maxSide: PREVIEW_SIDE })).preview;
}

export async function frame(picture: Blob, framing: Framing): Promise<FramedPicture> {
  return (await ask({ kind: 'frame', picture, framing, maxSide: MAX_SOURCE_SIDE })).framed;
}
