import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { SharedRegion } from './shared-region';

/** Bytes that the storage still has room for, and whether files can be made in it. */
const storage = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY, isOpen: true }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const openSync: typeof fs.openSync = (...args) => {
    if (!storage.isOpen) throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    return fs.openSync(...args);
  };
  const writeSync = (fd: number, data: Uint8Array, from: number, length: number): number => {
    const written = Math.min(length, storage.room);
    if (written === 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    storage.room -= written;
    return fs.writeSync(fd, data, from, written);
  };
  return { ...fs, openSync, writeSync };
});

const MEBIBYTE = 2 ** 20;
const folder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A region in storage with so much room. */
function create(bytes: number, room = Number.POSITIVE_INFINITY, isOpen = true) {
  Object.assign(storage, { room, isOpen });
  const name = `parastep-${randomUUID()}`;
  return { shared: SharedRegion.create(name, bytes), isLeft: () => readdirSync(folder).includes(name) };
}

const probe = create(4096).shared;
if (probe !== undefined) unlinkSync(probe.path);

describe.skipIf(probe === undefined)('a shared region', () => {
  it('has all its pages from the start, and its last bytes are both sides’', () => {
    const bytes = 2 * MEBIBYTE + 4096;
    const { shared } = create(bytes);
    if (shared === undefined) throw new Error('There is no shared memory.');
    const { size, blocks } = statSync(shared.path);
    expect(size).toBe(bytes);
    expect(blocks * 512).toBeGreaterThanOrEqual(bytes);
    const other = SharedRegion.open(shared.path, bytes);
    unlinkSync(shared.path);
    shared.region.write(bytes - 4, Uint8Array.of(1, 2, 3, 4));
    const read = new Uint8Array(8);
    other.read(bytes - 8, read);
    expect([...read]).toEqual([0, 0, 0, 0, 1, 2, 3, 4]);
    shared.region.close();
    other.close();
  });

  it.each([
    ['is full', 0, true],
    ['fills up', 1.5 * MEBIBYTE, true],
    ['may not be written to', Number.POSITIVE_INFINITY, false],
  ])('is not there where its storage %s, and leaves no file', (_what, room, isOpen) => {
    const { shared, isLeft } = create(4 * MEBIBYTE, room, isOpen);
    expect(shared).toBeUndefined();
    expect(isLeft()).toBe(false);
  });
});
