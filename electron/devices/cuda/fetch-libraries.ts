import { createReadStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { outputError, StudioError } from '../../../workers/api';
import {
  bytesOnDisk,
  type DownloadOptions,
  downloadFile,
  type FileDownload,
} from '../../files/file-download';
import { checkFreeSpace } from '../../files/free-space';
import { writeHashed } from '../../files/write-hashed';
import type { CudaLibraries } from './cuda-libraries';
import { PACKAGE_FILES, type PublishedFile } from './published';

export type FetchOptions = Omit<DownloadOptions, 'onProgress' | 'fetch'> & {
  readonly fetch?: typeof globalThis.fetch;
  /** The address of the package index's files. */
  readonly files?: string;
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
};

/** The package index's files, or their mirror. */
export const packageFiles = (env: NodeJS.ProcessEnv): string => env['PARASTEP_PYPI_FILES'] || PACKAGE_FILES;

/**
 * Downloads the libraries and puts them in their place once every hash is as published. What has come of the archive
 * stays when it fails or is aborted, and the next call goes on from there; of the libraries, nothing stays half-made.
 */
export async function fetchCudaLibraries(
  libraries: CudaLibraries,
  { fetch = globalThis.fetch, files = PACKAGE_FILES, onProgress, ...rest }: FetchOptions,
): Promise<void> {
  const { incoming, place, published } = libraries;
  const { archive } = published;
  await mkdir(incoming, { recursive: true }).catch((error: unknown) => {
    throw outputError(incoming, error);
  });
  const download: FileDownload = {
    url: `${files.replace(/\/+$/, '')}/${archive.path}`,
    headers: {},
    path: join(incoming, 'archive'),
    name: basename(archive.path),
    ...{ bytes: archive.bytes, sha256: archive.sha256 },
  };
  const unpackedBytes = published.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const missing = archive.bytes - (await bytesOnDisk(download)) + unpackedBytes;
  await checkFreeSpace(incoming, missing, 'the CUDA libraries need');
  const onBytes = (done: number): void => onProgress({ done, total: archive.bytes });
  await downloadFile(download, { ...rest, fetch, onProgress: onBytes }).catch((error: unknown) => {
    throw error instanceof StudioError && error.code === 'bundle-damaged' ? notAsPublished(download) : error;
  });

  const whole = join(incoming, 'whole');
  await rm(whole, { recursive: true, force: true });
  await mkdir(whole);
  for (const file of published.files) await unpack(download, file, join(whole, file.name), rest.signal);
  await rm(place, { recursive: true, force: true });
  await rename(whole, place).catch((error: unknown) => {
    throw outputError(place, error);
  });
  await rm(incoming, { recursive: true, force: true });
}

/** Inflates one file out of the archive and checks what came out. */
async function unpack(
  archive: FileDownload,
  { offset, deflatedBytes, bytes, sha256 }: PublishedFile,
  to: string,
  signal: AbortSignal,
): Promise<void> {
  const deflated = createReadStream(archive.path, { start: offset, end: offset + deflatedBytes - 1 });
  const written = await pipeline(
    deflated,
    createInflateRaw(),
    (chunks: AsyncIterable<Buffer>) => writeHashed(to, chunks, signal),
    { signal },
  ).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error instanceof StudioError ? error : outputError(to, error);
  });
  if (written.bytes !== bytes || written.sha256 !== sha256) throw notAsPublished(archive);
}

const notAsPublished = ({ name }: FileDownload): StudioError =>
  new StudioError(
    'network',
    `${name} is not what ONNX Runtime's publisher has put there, so nothing was installed. Try again later, or on another network.`,
  );
