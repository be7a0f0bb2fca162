/** The page's side of the worker that encodes sounds. */
import type { SoundChoiceId, SoundTask } from './encode-sound';
import type { FromSoundWorker, SoundAnswer, SoundQuestion, ToSoundWorker } from './encode-sound.worker';

type Waiting = { readonly resolve: (answer: SoundAnswer) => void; readonly reject: (error: Error) => void };

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let questions = 0;

/**
 * Started once and never ended: Chromium 114 crashes when a worker is ended just after one that it has made itself,
 * and the FLAC encoder makes one.
 */
function startWorker(): Worker {
  const started = new Worker(new URL('./encode-sound.worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data }: MessageEvent<FromSoundWorker>) => {
    waiting.get(data.id)?.resolve(data);
    waiting.delete(data.id);
  };
  started.onerror = () => {
    worker = undefined;
    for (const { reject } of waiting.values()) {
      reject(new Error('The sound could not be encoded: the encoder has failed.'));
    }
    waiting.clear();
  };
  return started;
}

function ask(question: SoundQuestion): Promise<SoundAnswer> {
  worker ??= startWorker();
  const asked: ToSoundWorker = { ...question, id: questions++ };
  const answer = new Promise<SoundAnswer>((resolve, reject) => waiting.set(asked.id, { resolve, reject }));
  worker.postMessage(asked);
  return answer;
}

const unexpected = (answer: SoundAnswer): Error =>
  new Error(`The sound could not be encoded: ${answer.type === 'failed' ? answer.message : answer.type}`);

/** Which choices this machine can encode at a sample rate. */
export async function possibleSounds(sampleRate: number): Promise<readonly SoundChoiceId[]> {
  const answer = await ask({ type: 'probe', sampleRate });
  if (answer.type !== 'possible') throw unexpected(answer);
  return answer.choices;
}

/** Rejects when it is aborted; a sound takes less than a second, so its encoding is not broken off. */
export async function encodeSoundApart(task: SoundTask, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await ask({ type: 'encode', task });
  signal.throwIfAborted();
  if (answer.type !== 'encoded') throw unexpected(answer);
  return answer.bytes;
}
