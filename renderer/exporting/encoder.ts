/** The page's side of the encoding worker. */
import type { ChoiceId } from './choices';
import type { EncodeTask, FromWorker, ToWorker } from './encoding/messages';

function startWorker(): Worker {
  return new Worker(new URL('./encoding/encode.worker.ts', import.meta.url), { type: 'module' });
}

export type Encoding = {
  readonly onProgress: (done: number, total: number) => void;
  /** Takes a finished file; encoding ends when all of them have been taken. */
  readonly onFile: (name: string, bytes: Uint8Array) => Promise<void>;
  readonly signal: AbortSignal;
};

/** Encodes in a worker of its own, which is ended when it is done, fails or is aborted. */
export function encode(task: EncodeTask, { onProgress, onFile, signal }: Encoding): Promise<void> {
  const worker = startWorker();
  const encoding = new Promise<void>((resolve, reject) => {
    let taken = Promise.resolve();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'progress') onProgress(data.done, data.total);
      if (data.type === 'file') {
        const { name, bytes } = data;
        taken = taken.then(() => onFile(name, bytes));
        taken.catch(reject);
      }
      if (data.type === 'finished') taken.then(resolve, reject);
      if (data.type === 'failed') reject(new Error(`The clip could not be encoded: ${data.message}`));
    };
    worker.onerror = () => reject(new Error('The clip could not be encoded: the encoder has failed.'));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
    worker.postMessage({ type: 'encode', task } satisfies ToWorker);
  });
  return encoding.finally(() => worker.terminate());
}

/** Which choices this machine can encode at a size. */
export function possibleChoices(width: number, height: number): Promise<readonly ChoiceId[]> {
  const worker = startWorker();
  const probing = new Promise<readonly ChoiceId[]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'possible') resolve(data.choices);
      if (data.type === 'failed') reject(new Error(data.message));
    };
    worker.onerror = () => reject(new Error('The encoder has failed.'));
    worker.postMessage({ type: 'probe', width, height } satisfies ToWorker);
  });
  return probing.finally(() => worker.terminate());
}
