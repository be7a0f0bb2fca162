import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { damaged, MANIFEST_FILE, openBundle } from '../../../workers/api';
import { writeHashed } from '../../files/write-hashed';
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
      const to = join(incoming.bundle, path);
      await mkdir(dirname(to), { recursive: true });
      const source = createReadStream(bundle.path(path), { highWaterMark: CHUNK_BYTES });
      const copied = await writeHashed(to, source, signal, (bytes) => {
        done += bytes;
        onProgress({ done, total, title, license });
      });
      if (copied.sha256 !== sha256) throw damaged(bundle.folder, `${path} has changed since it was exported`);
    }
    await copyFile(join(bundle.folder, MANIFEST_FILE), join(incoming.bundle, MANIFEST_FILE));
    return await incoming.install();
  } finally {
    await incoming.discard();
  }
}
