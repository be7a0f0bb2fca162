/** Encodes clips off the page, so that the window stays smooth. It is ended to cancel. */
import { encodeGif } from './gif';
import type { Delivery, EncodeTask, FromWorker, ToWorker } from './messages';
import { encodePngFrames } from './png';
import { encodeVideo, isVideo, possibleVideos } from './video';
import { encodeWebp } from './webp';

const tell = (message: FromWorker): void => self.postMessage(message);

const delivery: Delivery = {
  progress: (done, total) => tell({ type: 'progress', done, total }),
  file: (name, bytes) => tell({ type: 'file', name, bytes }),
};

function encode(task: EncodeTask): Promise<void> {
  const { choice } = task;
  if (isVideo(choice)) return encodeVideo(task, choice, delivery);
  switch (choice) {
    case 'gif':
      return encodeGif(task, delivery);
    case 'webp':
      return encodeWebp(task, delivery);
    case 'png-frames':
      return encodePngFrames(task, delivery);
  }
}

async function answer(message: ToWorker): Promise<void> {
  if (message.type === 'probe') {
    const videos = await possibleVideos(message.width, message.height);
    return tell({ type: 'possible', choices: [...videos, 'webp', 'gif', 'png-frames'] });
  }
  await encode(message.task);
  tell({ type: 'finished' });
}

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  answer(data).catch((error: unknown) =>
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
};
