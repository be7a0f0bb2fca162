import { constants } from 'node:fs';
import { access, open, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { outputError, StudioError } from '../../workers/api';

export type DestinationOptions = { readonly overwrite: boolean };

/** Refuses a folder that is not there or may not be written to. */
export async function checkParent(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw outputError(path, error);
  });
}

/** Refuses a file that could not be written or is there already; answers with its full path. */
export async function checkFile(out: string, { overwrite }: DestinationOptions): Promise<string> {
  const path = resolve(out);
  await checkParent(path);
  const existing = await stat(path).catch(() => undefined);
  if (existing?.isDirectory()) {
    throw new StudioError('bad-request', `${path} is a folder: give the file a name.`);
  }
  if (existing !== undefined && !overwrite) throw occupied(path);
  await probeWritable(path);
  return path;
}

/** Makes and removes the partial file: what `access` says is not always what the disk does. */
export async function probeWritable(path: string): Promise<void> {
  const probe = partialName(path);
  try {
    await (await open(probe, 'w')).close();
    await rm(probe);
  } catch (error) {
    throw outputError(path, error);
  }
}

export const partialName = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${process.pid}.partial`);

export const occupied = (path: string): StudioError =>
  new StudioError('bad-request', `${path} exists already: choose another name, or add --overwrite.`);
