import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { outputError } from '../../workers/api';

export type Written = { readonly bytes: number; readonly sha256: string };

/**
 * Writes to a file what comes, down to the disk, and answers what that was. Rejects with `output-failed`, whatever
 * fails, or with the signal's reason.
 */
export async function writeHashed(
  to: string,
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const target = await open(to, 'w');
    try {
      for await (const chunk of chunks) {
        signal.throwIfAborted();
        hash.update(chunk);
        await target.writeFile(chunk);
        bytes += chunk.length;
        onBytes(chunk.length);
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw outputError(to, error);
  }
  return { bytes, sha256: hash.digest('hex') };
}
