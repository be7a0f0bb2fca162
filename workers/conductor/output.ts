import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { VideoOutput } from '../pipelines/pipeline';
import type { EvaluationEvent, JobResult, VideoMedia } from '../protocol/conductor-control';
import { StudioError } from '../protocol/errors';

export const RESULT_FILE = 'result.json';
export const TELEMETRY_FILE = 'telemetry.ndjson';
const FRAMES_FILE = 'frames.rgb';

/**
 * Writes frames, telemetry and, last, `result.json`: a folder that has one is complete. No file appears under
 * its name before it is whole and on disk.
 */
export async function saveResult(
  folder: string,
  { data, ...video }: VideoOutput,
  events: readonly EvaluationEvent[],
  resultOf: (media: VideoMedia) => JobResult,
): Promise<JobResult> {
  await writeWhole(join(folder, FRAMES_FILE), data);
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  await writeWhole(join(folder, TELEMETRY_FILE), Buffer.from(lines));
  const result = resultOf({ ...video, file: FRAMES_FILE });
  await writeWhole(join(folder, RESULT_FILE), Buffer.from(`${JSON.stringify(result, null, 2)}\n`));
  return result;
}

/** Writes to a neighbouring name, syncs, then renames. Throws `output-failed` and leaves nothing half-written. */
export async function writeWhole(path: string, data: Uint8Array): Promise<void> {
  const partial = `${path}.partial`;
  try {
    const file = await open(partial, 'w');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw outputError(path, error);
  }
}

/** What a failed write means to the user. */
export function outputError(path: string, error: unknown): StudioError {
  const code = (error as NodeJS.ErrnoException).code;
  const reason =
    {
      ENOSPC: 'the disk is full. Free some space',
      EDQUOT: 'your disk quota is used up. Free some space',
      EACCES: 'you may not write there. Choose another folder',
      EPERM: 'you may not write there. Choose another folder',
      EROFS: 'that disk is read-only. Choose another folder',
      ENOENT: 'its folder does not exist. Create it or choose another',
      ENOTDIR: 'its folder is a file. Choose another',
      EISDIR: 'it is a folder. Choose a file name',
      ENAMETOOLONG: 'its name is too long. Choose a shorter one',
    }[code ?? ''] ?? 'writing failed. Choose another folder';
  return new StudioError('output-failed', `${path} could not be written: ${reason} and try again.`, {
    detail: String(error),
  });
}
