import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SocketFolder } from './socket-folder';

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
});
