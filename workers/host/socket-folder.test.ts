import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { SocketFolder } from './socket-folder';

/** A folder that cannot be removed. */
let foreign = '';

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const rmSync: typeof fs.rmSync = (path, options) => {
    if (path === foreign) throw new Error('EPERM: operation not permitted');
    fs.rmSync(path, options);
  };
  return { ...fs, rmSync };
});

describe.skipIf(process.platform === 'win32')('SocketFolder', () => {
  it('gives different addresses in one folder and removes it', () => {
    const sockets = new SocketFolder();
    const [a, b] = [sockets.newAddress(), sockets.newAddress()];
    expect(a).not.toBe(b);
    expect(dirname(a)).toBe(dirname(b));
    expect(existsSync(dirname(a))).toBe(true);
    sockets.remove();
    expect(existsSync(dirname(a))).toBe(false);
  });

  it('removes what dead processes have left, and nothing of living ones', () => {
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    const abandoned = mkdtempSync(join(tmpdir(), `parastep-${dead}-`));
    const living = new SocketFolder();
    const kept = dirname(living.newAddress());
    const sockets = new SocketFolder();
    sockets.newAddress();
    expect(existsSync(abandoned)).toBe(false);
    expect(existsSync(kept)).toBe(true);
    living.remove();
    sockets.remove();
  });

  it('leaves alone what another user has left', () => {
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    foreign = mkdtempSync(join(tmpdir(), `parastep-${dead}-`));
    const sockets = new SocketFolder();
    expect(existsSync(dirname(sockets.newAddress()))).toBe(true);
    expect(existsSync(foreign)).toBe(true);
    sockets.remove();
    rmdirSync(foreign);
  });
});
