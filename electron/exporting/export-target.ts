import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { outputError, StudioError } from '../../workers/api';
import { isPlainName } from './file-names';

/**
 * A file or folder that appears under its name only when it is whole. Until then it has a hidden name beside
 * its destination, so that the final step is a rename and never a copy.
 */
export class PartialTarget {
  readonly path: string;
  readonly isFolder: boolean;
  readonly partial: string;
  #file: { readonly name: string; readonly handle: FileHandle } | undefined;
  #queue: Promise<void> = Promise.resolve();

  private constructor(path: string, isFolder: boolean, mark: string) {
    this.path = path;
    this.isFolder = isFolder;
    this.partial = join(dirname(path), `.${basename(path)}.${mark}.partial`);
  }

  /** Makes the partial file or folder, which shows whether the destination can be written at all. */
  static async create(path: string, isFolder: boolean, mark: string): Promise<PartialTarget> {
    const target = new PartialTarget(path, isFolder, mark);
    try {
      const taken = await stat(path).catch(() => undefined);
      if (isFolder && taken !== undefined && !(await isEmptyFolder(path))) throw occupied(path);
      if (!isFolder && taken?.isDirectory()) throw Object.assign(new Error(path), { code: 'EISDIR' });
      if (isFolder) await mkdir(target.partial);
      else await (await open(target.partial, 'wx')).close();
    } catch (error) {
      throw target.#failure(error);
    }
    return target;
  }

  /** Appends; calls are served in their order. */
  write(name: string, bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      const handle = await this.#open(name);
      await handle.writeFile(bytes);
    });
  }

  /** Puts everything under its name. */
  finish(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#close();
      if (this.isFolder) await rmdir(this.path).catch(() => undefined);
      await rename(this.partial, this.path);
    });
  }

  /** Takes everything away that has been written. */
  async discard(): Promise<void> {
    await this.#queue;
    await this.#close().catch(() => undefined);
    await rm(this.partial, { recursive: true, force: true }).catch(() => undefined);
  }

  async #open(name: string): Promise<FileHandle> {
    if (this.isFolder ? !isPlainName(name) : name !== '') {
      throw new StudioError('bad-request', `${name || 'An empty name'} is not a file of this export.`);
    }
    if (this.#file?.name === name) return this.#file.handle;
    await this.#close();
    const handle = await open(this.isFolder ? join(this.partial, name) : this.partial, 'a');
    this.#file = { name, handle };
    return handle;
  }

  async #close(): Promise<void> {
    const handle = this.#file?.handle;
    this.#file = undefined;
    try {
      await handle?.sync();
    } finally {
      await handle?.close();
    }
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const outcome = this.#queue.then(act).catch((error: unknown) => {
      throw this.#failure(error);
    });
    this.#queue = outcome.catch(() => undefined);
    return outcome;
  }

  #failure(error: unknown): StudioError {
    return error instanceof StudioError ? error : outputError(this.path, error);
  }
}

async function isEmptyFolder(path: string): Promise<boolean> {
  return (await readdir(path).catch(() => ['a file'])).length === 0;
}

const occupied = (path: string): StudioError =>
  new StudioError('output-failed', `${path} exists already and is not empty: choose another name.`);
