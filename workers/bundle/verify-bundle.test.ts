import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBundle } from './open-bundle';
import { verifyBundle } from './verify-bundle';

const tiny = join(import.meta.dirname, '../../test/fixtures/cogvideox-tiny/bundle');
const FILE = 'transformer/config.json';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parastep-verify-'));
  cpSync(tiny, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As if the copy had been made some time ago: only what has settled is recognised. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2_100));
}

async function bytesRead(known?: Awaited<ReturnType<typeof verifyBundle>>): Promise<number> {
  let bytes = 0;
  await verifyBundle(await openBundle(folder), {
    onBytes: (read) => {
      bytes += read;
    },
    ...(known && { known }),
  });
  return bytes;
}

/** Changes one letter and puts the time of the change back. */
function forge(path: string): void {
  const { atime, mtime } = statSync(path);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('"', "'"));
  utimesSync(path, atime, mtime);
}

describe('verifyBundle', () => {
  it('reads every file once, then only what is no longer the same', async () => {
    await settle();
    const bundle = await openBundle(folder);
    const known = await verifyBundle(bundle);
    expect(Object.keys(known)).toEqual(Object.keys(bundle.manifest.files));
    expect(await bytesRead()).toBe(bundle.totalBytes);
    expect(await bytesRead(known)).toBe(0);

    utimesSync(join(folder, FILE), new Date(), new Date());
    expect(await bytesRead(known)).toBe(bundle.bytes(FILE));
  });

  it('refuses a file that has changed since, its size and time put back', async () => {
    await settle();
    const bundle = await openBundle(folder);
    const known = await verifyBundle(bundle);
    forge(join(folder, FILE));
    await expect(verifyBundle(bundle, { known })).rejects.toThrow(/transformer\/config.json has changed/);
  });

  it('takes no hash from a file that has only just been written', async () => {
    const bundle = await openBundle(folder);
    const known = await verifyBundle(bundle);
    expect(known).toEqual({});
    forge(join(folder, FILE));
    await expect(verifyBundle(bundle, { known })).rejects.toMatchObject({ code: 'bundle-damaged' });
  });
});
