import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JobResult, jobResultSchema, RESULT_FILE, StudioError } from '../../workers/api';

/** A finished clip in memory: RGB bytes `[frames, height, width, 3]`. */
export type Clip = {
  readonly data: Uint8Array;
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
};

/** The result that a job left in `folder`. */
export async function readResult(folder: string): Promise<JobResult> {
  const unreadable = (detail: string): StudioError =>
    new StudioError('bad-request', `${folder} does not hold a finished job: choose the folder of one.`, {
      detail,
    });
  const text = await readFile(join(folder, RESULT_FILE), 'utf8').catch((error: unknown) => {
    throw unreadable(String(error));
  });
  try {
    return jobResultSchema.parse(JSON.parse(text));
  } catch (error) {
    throw unreadable(String(error));
  }
}

/** The frames of a finished job. */
export async function readClip(folder: string, { media }: JobResult): Promise<Clip> {
  if (media.kind !== 'video') {
    throw new StudioError('bad-request', `${folder} holds a sound: use a file name that ends in .wav.`);
  }
  const data = await readFile(join(folder, media.file)).catch((error: unknown) => {
    throw new StudioError('bad-request', `The frames in ${folder} are missing: generate the clip again.`, {
      detail: String(error),
    });
  });
  const { frames, width, height, fps } = media;
  if (data.length !== frames * width * height * 3) {
    throw new StudioError('bad-request', `The frames in ${folder} are incomplete: generate the clip again.`);
  }
  return { data, frames, width, height, fps };
}
