import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { damaged, MANIFEST_FILE, openBundle, outputError } from '../../../workers/api';
import { IncomingBundle, type Progress } from './incoming';

const CHUNK_BYTES = 4 * 2 ** 20;

/**
 * Copies the bundle in `source` among the models, checking every file's hash on the way; only what its manifest
 * lists is copied. Answers the model's folder. Nothing stays behind if it fails.
 */
export async function importBundle(
  source: string,
  models: string,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<string> {
  const bundle = await openBundle(resolve(source));
  const { manifest, totalBytes: total } = bundle;
  const { title, license } = manifest;
  const incoming = new IncomingBundle(models, `import ${randomUUID()}`);
  try {
    await incoming.checkPlace(manifest);
    await incoming.create();
    await incoming.checkSpace(total);
    let done = 0;
    onProgress({ done, total, title, license });
    for (const [path, { sha256 }] of Object.entries(manifest.files)) {
      const found = await copyHashed(bundle.path(path), join(incoming.bundle, path), signal, (bytes) => {
        done += bytes;
        onProgress({ done, total, title, license });
      });
      if (found !== sha256) throw damaged(bundle.folder, `${path} has changed since it was exported`);
    }
    await copyFile(join(bundle.folder, MANIFEST_FILE), join(incoming.bundle, MANIFEST_FILE));
    return await incoming.install();
  } finally {
    await incoming.discard();
  }
}

/** Copies a file and answers the SHA-256 of what was copied. */
async function copyHashed(
  from: string,
  to: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<string> {
  await mkdir(dirname(to), { recursive: true });
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'w');
    try {
      for (;;) {
        signal.throwIfAborted();
        const { bytesRead } = await source.read(buffer, 0, CHUNK_BYTES, null);
        if (bytesRead === 0) break;
        const chunk = buffer.subarray(0, bytesRead);
        hash.update(chunk);
        await target.writeFile(chunk);
        onBytes(bytesRead);
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw outputError(to, error);
  } finally {
    await source.close();
  }
  return hash.digest('hex');
}
