import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Mounts a file system in memory of so many MiB; undefined where that is not permitted. */
function mount(mebibytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'parastep-small-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'parastep', folder], {
    stdio: 'ignore',
  });
  if (status === 0) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

function unmount(folder: string): void {
  // Lazily: what still has a file open there must not hold it up.
  spawnSync('umount', ['-l', folder], { stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true });
}

/** Whether tests may mount small disks: root may, where a container does not forbid it. */
export const canMountDisks = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mount(1);
  if (folder !== undefined) unmount(folder);
  return folder !== undefined;
})();

/** A disk of so many MiB, gone when the test ends. */
export function smallDisk(mebibytes: number): string {
  const folder = mount(mebibytes);
  if (folder === undefined) throw new Error('No disk can be mounted here.');
  onTestFinished(() => unmount(folder));
  return folder;
}
