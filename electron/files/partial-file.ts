import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hashFile, outputError } from '../../workers/api';

/** What a file is once it is whole. */
export type WholeFile = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
};

export const partialName = (path: string): string => `${path}.partial`;
const tagName = (path: string): string => `${path}.etag`;

/** What has come of a file, hashed as it comes, with the ETag of the version that it is part of. */
export class PartialFile {
  readonly #file: WholeFile;
  readonly #handle: FileHandle;
  #hash: Hash;
  #length: number;
  #tag: string | undefined;

  private constructor(
    file: WholeFile,
    handle: FileHandle,
    hash: Hash,
    length: number,
    tag: string | undefined,
  ) {
    this.#file = file;
    this.#handle = handle;
    this.#hash = hash;
    this.#length = length;
    this.#tag = tag;
  }

  /** Reads what is there, which may take long; the signal ends that. */
  static async open(file: WholeFile, signal?: AbortSignal): Promise<PartialFile> {
    const path = partialName(file.path);
    const found = await stat(path).catch(() => undefined);
    const usable = found?.isFile() === true && found.size <= file.bytes ? found.size : 0;
    const hash = usable > 0 ? await hashFile(path, { signal }) : createHash('sha256');
    try {
      const handle = await open(path, usable > 0 ? 'r+' : 'w');
      const tag = usable > 0 ? await readFile(tagName(file.path), 'utf8').catch(() => undefined) : undefined;
      return new PartialFile(file, handle, hash, usable, tag);
    } catch (error) {
      throw outputError(file.path, error);
    }
  }

  get length(): number {
    return this.#length;
  }

  get tag(): string | undefined {
    return this.#tag;
  }

  async setTag(tag: string | undefined): Promise<void> {
    this.#tag = tag;
    const path = tagName(this.#file.path);
    await this.#attempt(() => (tag === undefined ? rm(path, { force: true }) : writeFile(path, tag)));
  }

  async append(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    await this.#attempt(async () => {
      for (let done = 0; done < chunk.length; ) {
        const { bytesWritten } = await this.#handle.write(
          chunk,
          done,
          chunk.length - done,
          this.#length + done,
        );
        done += bytesWritten;
      }
    });
    this.#length += chunk.length;
  }

  /** Forgets what has come. */
  async restart(tag?: string): Promise<void> {
    await this.#attempt(() => this.#handle.truncate(0));
    this.#hash = createHash('sha256');
    this.#length = 0;
    await this.setTag(tag);
  }

  /** Puts a whole file in its place; if its content is not what it should be, forgets it and answers false. */
  async finish(): Promise<boolean> {
    if (this.#hash.copy().digest('hex') !== this.#file.sha256) {
      await this.restart();
      return false;
    }
    const { path } = this.#file;
    await this.#attempt(async () => {
      await this.#handle.sync();
      await rename(partialName(path), path);
      await rm(tagName(path), { force: true });
    });
    return true;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  /** A disk that takes no more ends the download: another attempt would find it as full. */
  async #attempt(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      throw outputError(this.#file.path, error);
    }
  }
}
