import { access, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaOutput } from '../pipelines/pipeline';
import type { EvaluationEvent, JobResult, Media, UnfinishedJob } from '../protocol/conductor-control';
import { StudioError } from '../protocol/errors';

export const RESULT_FILE = 'result.json';
export const TELEMETRY_FILE = 'telemetry.ndjson';
export const UNFINISHED_FILE = 'unfinished.json';
/** Where the samples of each kind of media lie. */
const MEDIA_FILES: Readonly<Record<MediaOutput['kind'], string>> = {
  video: 'frames.rgb',
  audio: 'sounds.f32',
};

/**
 * Writes samples, telemetry and, last, `result.json`: a folder that has one is complete. No file appears under
 * its name before it is whole and on disk.
 */
export async function saveResult(
  folder: string,
  output: MediaOutput,
  events: readonly EvaluationEvent[],
  resultOf: (media: Media) => JobResult,
): Promise<JobResult> {
  const file = MEDIA_FILES[output.kind];
  await writeWhole(join(folder, file), bytesOf(output));
  await writeWhole(join(folder, TELEMETRY_FILE), telemetryLines(events));
  const result = resultOf(mediaOf(output, file));
  await writeWhole(join(folder, RESULT_FILE), Buffer.from(`${JSON.stringify(result, null, 2)}\n`));
  return result;
}

/**
 * Writes what a job that failed or was cancelled has shown so far. A folder that holds an earlier job's result is
 * left as it is.
 */
export async function saveUnfinished(
  folder: string,
  job: UnfinishedJob,
  events: readonly EvaluationEvent[],
): Promise<void> {
  const finished = await access(join(folder, RESULT_FILE)).then(
    () => true,
    () => false,
  );
  if (finished) return;
  await writeWhole(join(folder, TELEMETRY_FILE), telemetryLines(events));
  await writeWhole(join(folder, UNFINISHED_FILE), Buffer.from(`${JSON.stringify(job, null, 2)}\n`));
}

/** Events as newline-delimited JSON. */
export const telemetryLines = (events: readonly EvaluationEvent[]): Buffer =>
  Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));

function mediaOf(output: MediaOutput, file: string): Media {
  if (output.kind === 'video') {
    const { data: _, ...video } = output;
    return { ...video, file };
  }
  const { waveforms, ...sound } = output;
  const [first] = waveforms;
  const scores = sound.scores === null ? null : [...sound.scores];
  return { ...sound, scores, waveforms: waveforms.length, samples: first?.length ?? 0, file };
}

/** A video's bytes as they are; sounds one after the other, 32-bit floats, least significant byte first. */
function bytesOf(output: MediaOutput): Uint8Array {
  if (output.kind === 'video') return output.data;
  return Buffer.concat(
    output.waveforms.map((samples) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)),
  );
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
