import { lstat } from 'node:fs/promises';
import type { BundleStamp, FileStamp } from '../protocol/bundle-stamp';
import { type HashOptions, hashFile } from './hash-file';
import { type Bundle, damaged } from './open-bundle';

/** The system's clock ticks: a file that changed so lately could change once more without showing it. */
const SETTLED_NS = 2_000_000_000n;

export type VerifyOptions = HashOptions & {
  /** What has been hashed before; files that are still the same are not read again. */
  readonly known?: BundleStamp;
};

/** Compares the SHA-256 of every file with the manifest. Throws `bundle-damaged`. Answers what has been hashed. */
export async function verifyBundle(
  bundle: Bundle,
  { known = {}, ...options }: VerifyOptions = {},
): Promise<BundleStamp> {
  const stamps: Record<string, FileStamp> = {};
  for (const [relative, { sha256 }] of Object.entries(bundle.manifest.files)) {
    const path = bundle.path(relative);
    // Before the hash: what changes while it is read is then seen the next time.
    const { stamp, settled } = await stampOf(path, sha256);
    if (!isSame(known[relative], stamp)) {
      const found = (await hashFile(path, options)).digest('hex');
      if (found !== sha256) throw damaged(bundle.folder, `${relative} has changed since it was exported`);
    }
    if (settled) stamps[relative] = stamp;
  }
  return stamps;
}

async function stampOf(path: string, sha256: string): Promise<{ stamp: FileStamp; settled: boolean }> {
  const { size, mtimeNs, ctimeNs, ino } = await lstat(path, { bigint: true });
  return {
    stamp: {
      bytes: Number(size),
      modified: String(mtimeNs),
      changed: String(ctimeNs),
      inode: String(ino),
      sha256,
    },
    settled: ctimeNs + SETTLED_NS < BigInt(Date.now()) * 1_000_000n,
  };
}

const isSame = (known: FileStamp | undefined, now: FileStamp): boolean =>
  known !== undefined && (Object.keys(now) as (keyof FileStamp)[]).every((name) => known[name] === now[name]);
