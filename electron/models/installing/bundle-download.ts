import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MANIFEST_FILE, type Manifest, parseManifest, StudioError, writeWhole } from '../../../workers/api';
import {
  bytesOnDisk,
  type DownloadOptions,
  type DownloadTiming,
  downloadFile,
} from '../../files/file-download';
import { fileUrl, type Hub, type PinnedRepository, parseRepository, pinRepository } from './hub-repository';
import { IncomingBundle, type Progress } from './incoming';

/** What a download must remember over a restart. */
const RECORD_FILE = 'download.json';
const recordSchema = z.strictObject({
  repository: z.string(),
  endpoint: z.string(),
  commit: z.string(),
  title: z.string(),
  license: z.string(),
  totalBytes: z.number(),
});
export type DownloadRecord = z.infer<typeof recordSchema>;

const MAX_MANIFEST_BYTES = 8 * 2 ** 20;

export type BundleDownload = {
  /** As `parseRepository` reads it. */
  readonly repository: string;
  readonly hub: Hub;
  /** The folder of models that it is for. */
  readonly models: string;
};

export type BundleDownloadOptions = {
  readonly fetch?: typeof globalThis.fetch;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
  readonly timing?: DownloadTiming;
};

/** The place of a download, the same whenever it is asked for again. */
export function incomingDownload({ repository, hub, models }: BundleDownload): IncomingBundle {
  const { name, revision } = parseRepository(repository);
  return new IncomingBundle(models, `${hub.endpoint} ${name} ${revision}`);
}

/**
 * Downloads a bundle from a repository and installs it once it is whole and checked; answers its folder. What has
 * come stays when it fails or is aborted, and the next call goes on from there.
 */
export async function downloadBundle(
  download: BundleDownload,
  options: BundleDownloadOptions,
): Promise<string> {
  const { hub } = download;
  const { onProgress, signal, timing } = options;
  const incoming = incomingDownload(download);
  const fetch = bounded(options.fetch ?? globalThis.fetch, signal, timing?.stallMs);
  const pinned = await pinRepository(hub, parseRepository(download.repository), fetch).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      throw error;
    },
  );
  await incoming.create();
  const files: DownloadOptions = {
    fetch: options.fetch ?? globalThis.fetch,
    signal,
    onProgress: () => undefined,
    ...(timing && { timing }),
  };
  const manifest = await downloadManifest(pinned, hub, incoming, fetch);
  checkListing(pinned, manifest);
  await incoming.checkPlace(manifest);

  const entries = Object.entries(manifest.files).map(([name, { bytes, sha256 }]) => ({
    url: fileUrl(hub, pinned, name),
    headers: authorization(hub),
    path: join(incoming.bundle, name),
    name,
    bytes,
    sha256,
  }));
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const { title, license } = manifest;
  const here = new Map<string, number>();
  for (const entry of entries) here.set(entry.name, await bytesOnDisk(entry));
  let done = sum(here.values());
  const tell = (): void => onProgress({ done, total, title, license });
  await writeRecord(incoming, { ...pinned, ...download, title, license, totalBytes: total });
  await incoming.checkSpace(total - done);
  tell();
  for (const entry of entries) {
    await downloadFile(entry, {
      ...files,
      onProgress: (bytes) => {
        done += bytes - (here.get(entry.name) ?? 0);
        here.set(entry.name, bytes);
        tell();
      },
    });
  }
  return incoming.install();
}

/** The downloads that were left unfinished, by the folder of what has come. */
export async function readRecord(folder: string): Promise<(DownloadRecord & { done: number }) | undefined> {
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(join(folder, RECORD_FILE), 'utf8')));
    const manifest = parseManifest(await readFile(join(folder, 'bundle', MANIFEST_FILE), 'utf8'));
    const sizes = Object.entries(manifest.files).map(([name, { bytes }]) =>
      bytesOnDisk({ path: join(folder, 'bundle', name), bytes }),
    );
    return { ...record, done: sum(await Promise.all(sizes)) };
  } catch {
    // Half-written, or of another version: it cannot be gone on with.
    return undefined;
  }
}

async function writeRecord(
  { folder }: IncomingBundle,
  {
    hub,
    repository,
    commit,
    title,
    license,
    totalBytes,
  }: Pick<BundleDownload, 'hub' | 'repository'> &
    Pick<DownloadRecord, 'commit' | 'title' | 'license' | 'totalBytes'>,
): Promise<void> {
  const record: DownloadRecord = { repository, endpoint: hub.endpoint, commit, title, license, totalBytes };
  await writeWhole(join(folder, RECORD_FILE), Buffer.from(`${JSON.stringify(record, null, 2)}\n`));
}

/** Small and without a hash of its own, so it is fetched anew each time; what it says decides about all else. */
async function downloadManifest(
  pinned: PinnedRepository,
  hub: Hub,
  { bundle }: IncomingBundle,
  fetch: typeof globalThis.fetch,
): Promise<Manifest> {
  const bytes = pinned.files.get(MANIFEST_FILE) ?? 0;
  if (bytes > MAX_MANIFEST_BYTES) throw wrongManifest(pinned.name, 'its manifest is far too large');
  const text = await fetch(fileUrl(hub, pinned, MANIFEST_FILE), { headers: authorization(hub) })
    .then(async (response) => {
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return limitedText(response);
    })
    .catch((error: unknown) => {
      throw new StudioError(
        'network',
        `The manifest of ${pinned.name} could not be downloaded: check the connection and try again.`,
        { detail: String(error) },
      );
    });
  let manifest: Manifest;
  try {
    manifest = parseManifest(text);
  } catch (error) {
    throw wrongManifest(pinned.name, error instanceof Error ? error.message : String(error));
  }
  const path = join(bundle, MANIFEST_FILE);
  await forgetOthers(path, manifest, bundle);
  await writeWhole(path, Buffer.from(text));
  return manifest;
}

/** Takes away what has come of files that another version of the model has otherwise. */
async function forgetOthers(path: string, manifest: Manifest, bundle: string): Promise<void> {
  const before = await readFile(path, 'utf8').then(parseManifest, () => undefined);
  for (const [name, { sha256 }] of Object.entries(before?.files ?? {})) {
    if (manifest.files[name]?.sha256 === sha256) continue;
    for (const suffix of ['', '.partial', '.etag']) {
      await rm(join(bundle, `${name}${suffix}`), { force: true });
    }
  }
}

/** Sizes differ where an upload was not finished: better told before gigabytes have come. */
function checkListing({ name, files }: PinnedRepository, manifest: Manifest): void {
  for (const [path, { bytes }] of Object.entries(manifest.files)) {
    const size = files.get(path);
    if (size === undefined) throw wrongManifest(name, `${path} is missing`);
    if (size !== bytes) throw wrongManifest(name, `${path} has ${size} bytes and should have ${bytes}`);
  }
}

async function limitedText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    length += part.value.length;
    if (length > MAX_MANIFEST_BYTES) throw new Error('far too large');
    parts.push(part.value);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** `fetch` for small answers, which must come whole within the time in which something must come. */
function bounded(
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
  stallMs = 30_000,
): typeof globalThis.fetch {
  return async (input, init) => {
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    signal.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(stop, stallMs);
    try {
      const response = await fetch(input, { ...init, signal: controller.signal });
      const body = await response.arrayBuffer();
      // These have no body, and a response may not be made with one.
      const empty = response.status === 204 || response.status === 304;
      return new Response(empty ? null : body, { status: response.status, headers: response.headers });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  };
}

const authorization = ({ token }: Hub): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

const wrongManifest = (name: string, what: string): StudioError =>
  new StudioError(
    'bundle-damaged',
    `${name} does not hold a whole model (${what}): tell its owner, or choose another model.`,
  );

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
