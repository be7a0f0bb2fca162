import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashFile, outputError, StudioError } from '../../workers/api';
import { PartialFile, partialName, type WholeFile } from './partial-file';
import { StallWatch } from './stall-watch';

/** The file appears at its path once it is whole; what has come of it so far lies beside it. */
export type FileDownload = WholeFile & {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How it is called in errors. */
  readonly name: string;
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
  if (await isThere(file, signal)) {
    options.onProgress(file.bytes);
    return;
  }
  const partial = await PartialFile.open(file, signal);
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

async function isThere({ path, bytes, sha256 }: FileDownload, signal: AbortSignal): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return false;
  if (found.size === bytes && (await hashFile(path, { signal })).digest('hex') === sha256) return true;
  await rm(path, { force: true, recursive: true });
  return false;
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
