import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export type HashOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of each piece that has been read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
};

/** The SHA-256 of a file's content, to be ended, or gone on with. Rejects with the system's error. */
export async function hashFile(path: string, { signal, onBytes }: HashOptions = {}): Promise<Hash> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    signal?.throwIfAborted();
    hash.update(chunk as Buffer);
    onBytes?.((chunk as Buffer).length);
  }
  return hash;
}
