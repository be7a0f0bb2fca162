/**
 * Encodes sounds off the page. Chromium has no FLAC encoder; the one registered here is WebAssembly, which the
 * content policy allows to this worker alone.
 */
import { registerFlacEncoder } from '@mediabunny/flac-encoder';
import { encodableSounds, encodeSound, type SoundChoiceId, type SoundTask } from './encode-sound';

export type SoundQuestion =
  | { readonly type: 'probe'; readonly sampleRate: number }
  | { readonly type: 'encode'; readonly task: SoundTask };
export type ToSoundWorker = SoundQuestion & { readonly id: number };

export type SoundAnswer =
  | { readonly type: 'possible'; readonly choices: readonly SoundChoiceId[] }
  | { readonly type: 'encoded'; readonly bytes: Uint8Array }
  | { readonly type: 'failed'; readonly message: string };
/** The answer to the question with this number. */
export type FromSoundWorker = SoundAnswer & { readonly id: number };

registerFlacEncoder();

async function answer(question: SoundQuestion): Promise<SoundAnswer> {
  try {
    return question.type === 'probe'
      ? { type: 'possible', choices: await encodableSounds(question.sampleRate) }
      : { type: 'encoded', bytes: await encodeSound(question.task) };
  } catch (error) {
    return { type: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

self.onmessage = async ({ data }: MessageEvent<ToSoundWorker>): Promise<void> => {
  const told: FromSoundWorker = { ...(await answer(data)), id: data.id };
  self.postMessage(told);
};
