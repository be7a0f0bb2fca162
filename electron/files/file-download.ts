import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputError, StudioError } from '../../workers/api';

export type FileDownload = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the file appears once it is whole; what has come of it so far lies beside it. */
  readonly path: string;
  /** How it is called in errors. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
};

export type DownloadOptions = {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** Called with the bytes of the file that are on disk. */
  readonly onProgress: (bytes: number) => void;
  readonly timing?: DownloadTiming;
};

export type DownloadTiming = {
  /** A connection that brings nothing for this long is given up. */
  readonly stallMs: number;
  /** Wait before the first retry; each further one waits twice as long. */
  readonly retryMs: number;
};

const DEFAULT_TIMING: DownloadTiming = { stallMs: 30_000, retryMs: 1_000 };
/** Attempts in a row that bring less than `ENOUGH_BYTES`, so that a bad line is not given up half-way. */
const MAX_ATTEMPTS = 4;
const ENOUGH_BYTES = 8 * 2 ** 20;
const MAX_RETRY_MS = 30_000;

/** Something that another attempt may mend. */
class Hiccup extends Error {
  override readonly name = 'Hiccup';
}

/**
 * Downloads one file, going on where an earlier run ended. A server that answers a range with the whole file, or
 * whose file has changed since (another ETag), makes it start afresh. Rejects with `network`, `bundle-damaged` for
 * content that is not what its hash says, `output-failed` at once when the disk is full, or the signal's reason.
 */
export async function downloadFile(file: FileDownload, options: DownloadOptions): Promise<void> {
  const { signal, timing = DEFAULT_TIMING } = options;
  await mkdir(dirname(file.path), { recursive: true }).catch((error: unknown) => {
    throw outputError(file.path, error);
  });
  if (await isThere(file)) {
    options.onProgress(file.bytes);
    return;
  }
  const partial = await PartialFile.open(file);
  try {
    for (let attempt = 1, damaged = 0; ; attempt++) {
      const before = partial.length;
      try {
        await attemptDownload(file, partial, options);
        if (await partial.finish()) return;
        if (++damaged === 2) throw arrivedDamaged(file);
        throw new Hiccup('the content does not have its hash');
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Hiccup)) throw error;
        if (partial.length - before >= ENOUGH_BYTES) attempt = 1;
        if (attempt >= MAX_ATTEMPTS) throw gaveUp(file, error);
        const wait = Math.min(MAX_RETRY_MS, timing.retryMs * 2 ** (attempt - 1));
        await sleep(wait, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  } finally {
    await partial.close();
  }
}

/** The bytes that are on disk of a file that is downloaded, whole or not. */
export async function bytesOnDisk({ path, bytes }: Pick<FileDownload, 'path' | 'bytes'>): Promise<number> {
  for (const candidate of [path, partialName(path)]) {
    const found = await stat(candidate).catch(() => undefined);
    if (found !== undefined) return Math.min(found.size, bytes);
  }
  return 0;
}

/** One request, from where the partial file ends; resolves once it has as many bytes as it should. */
async function attemptDownload(
  file: FileDownload,
  partial: PartialFile,
  { fetch, signal, onProgress, timing = DEFAULT_TIMING }: DownloadOptions,
): Promise<void> {
  onProgress(partial.length);
  if (partial.length === file.bytes) return;
  const watch = new StallWatch(signal, timing.stallMs);
  try {
    const from = partial.length;
    const headers: Record<string, string> = { ...file.headers, 'accept-encoding': 'identity' };
    if (from > 0) {
      headers['range'] = `bytes=${from}-`;
      // A weak tag says nothing about bytes.
      if (partial.tag?.startsWith('"')) headers['if-range'] = partial.tag;
    }
    const response = await fetch(file.url, { headers, signal: watch.signal }).catch((error: unknown) => {
      throw new Hiccup(watch.reasonOf(error));
    });
    await checkStatus(file, response, partial);
    await settleStart(response, partial, from);
    if (response.body === null) throw new Hiccup('the server sent nothing');
    const chunks = response.body.getReader();
    for (;;) {
      const { done, value } = await chunks.read().catch((error: unknown) => {
        throw new Hiccup(watch.reasonOf(error));
      });
      if (done) break;
      watch.alive();
      if (partial.length + value.length > file.bytes) {
        await partial.restart();
        throw new Hiccup('the server sent more than the file holds');
      }
      await partial.append(value);
      onProgress(partial.length);
    }
    if (partial.length < file.bytes) throw new Hiccup('the connection ended early');
  } finally {
    watch.end();
  }
}

async function checkStatus({ name }: FileDownload, response: Response, partial: PartialFile): Promise<void> {
  const { status } = response;
  if (status === 200 || status === 206) return;
  await response.body?.cancel().catch(() => undefined);
  if (status === 416) {
    // What is here is longer than what is there: it is another file.
    await partial.restart();
    throw new Hiccup('the file has changed on the server');
  }
  if (status === 408 || status === 429 || status >= 500) throw new Hiccup(`the server answered ${status}`);
  const reason =
    status === 401 || status === 403
      ? 'the server does not let you read it. Set HF_TOKEN to a token that may'
      : `the server answered ${status}. Check the repository`;
  throw new StudioError('network', `${name} could not be downloaded: ${reason}, and try again.`);
}

/** Makes the partial file end where the answer begins, and belong to the same version of the file. */
async function settleStart(response: Response, partial: PartialFile, from: number): Promise<void> {
  const tag = response.headers.get('etag') ?? undefined;
  const changed = from > 0 && partial.tag !== undefined && tag !== undefined && tag !== partial.tag;
  const start = response.status === 206 ? rangeStart(response) : 0;
  if (response.status === 206 && (changed || start !== from)) {
    await response.body?.cancel().catch(() => undefined);
    await partial.restart(tag);
    throw new Hiccup('the file has changed on the server');
  }
  if (start === 0 && from > 0) await partial.restart(tag);
  else if (tag !== undefined && tag !== partial.tag) await partial.setTag(tag);
}

const rangeStart = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN);

async function isThere({ path, bytes, sha256 }: FileDownload): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return false;
  const hash = createHash('sha256');
  if (found.size === bytes) await hashInto(hash, path);
  if (found.size === bytes && hash.digest('hex') === sha256) return true;
  await rm(path, { force: true, recursive: true });
  return false;
}

async function hashInto(hash: Hash, path: string): Promise<void> {
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
}

const partialName = (path: string): string => `${path}.partial`;
const tagName = (path: string): string => `${path}.etag`;

/** What has come of a file, hashed as it comes, with the ETag of the version that it is part of. */
class PartialFile {
  readonly #file: FileDownload;
  readonly #handle: FileHandle;
  #hash: Hash;
  #length: number;
  #tag: string | undefined;

  private constructor(
    file: FileDownload,
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

  static async open(file: FileDownload): Promise<PartialFile> {
    const path = partialName(file.path);
    const hash = createHash('sha256');
    const found = await stat(path).catch(() => undefined);
    const usable = found?.isFile() === true && found.size <= file.bytes ? found.size : 0;
    if (usable > 0) await hashInto(hash, path);
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

/** Aborts a request that brings nothing for a while. */
class StallWatch {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #stallMs: number;
  #timer: NodeJS.Timeout;
  readonly #stop = (): void => this.#controller.abort();

  constructor(outer: AbortSignal, stallMs: number) {
    this.#outer = outer;
    this.#stallMs = stallMs;
    outer.addEventListener('abort', this.#stop, { once: true });
    this.#timer = setTimeout(this.#stop, stallMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  alive(): void {
    this.#timer.refresh();
  }

  reasonOf(error: unknown): string {
    if (this.#outer.aborted) return 'it was cancelled';
    if (this.#controller.signal.aborted) return `nothing came for ${this.#stallMs / 1000} seconds`;
    const { cause } = error as { cause?: { message?: string } };
    return cause?.message ?? String(error);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#stop);
    // A request that failed half-way would go on in the background.
    this.#controller.abort();
  }
}

const gaveUp = ({ name }: FileDownload, { message }: Hiccup): StudioError =>
  new StudioError(
    'network',
    `${name} could not be downloaded: ${message}. What has come is kept; check the connection and resume.`,
  );

const arrivedDamaged = ({ name }: FileDownload): StudioError =>
  new StudioError(
    'bundle-damaged',
    `${name} arrived damaged twice: the repository does not hold what its manifest says. Tell its owner, or choose another model.`,
  );
