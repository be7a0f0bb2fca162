import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^parastep-(\d+)-[A-Za-z0-9]{6}$/;

/** A private folder for this process's local sockets; what processes that were killed have left goes first. */
export class SocketFolder {
  #folder: string | undefined;
  #count = 0;

  /** A fresh address; short, because socket paths are limited to about 100 characters. Throws where no folder can be made. */
  newAddress(): string {
    const name = `${this.#count++}-${randomBytes(4).toString('hex')}`;
    if (process.platform === 'win32') return `\\\\.\\pipe\\parastep-${process.pid}-${name}`;
    if (this.#folder === undefined) {
      removeAbandoned();
      this.#folder = mkdtempSync(join(tmpdir(), `parastep-${process.pid}-`));
    }
    return join(this.#folder, `${name}.sock`);
  }

  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}

/** As far as it is possible: a folder that another user has left is theirs to remove. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = NAME.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // It is in nobody's way.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too, and its folder is not ours to remove.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
