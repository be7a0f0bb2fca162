import type { JobResult } from '../../workers/api';
import type { DestinationOptions } from './destination';
import { readClip } from './frame-source';
import { checkSoundDestination, readSounds, writeSounds } from './write-sound';
import { checkDestination, writeVideo } from './write-video';

/** A checked place for what a job makes. */
export type ResultDestination = {
  /** The files or the folder that `write` will make. */
  readonly paths: readonly string[];
  write(folder: string, result: JobResult): Promise<void>;
};

/** What is to be written: a video, or this many sounds. */
export type ResultShape = { readonly kind: 'video' } | { readonly kind: 'audio'; readonly count: number };

/** Refuses, before any work starts, a destination that could not be written or does not fit what is made. */
export async function checkResultDestination(
  out: string,
  shape: ResultShape,
  options: DestinationOptions,
): Promise<ResultDestination> {
  if (shape.kind === 'video') {
    const destination = await checkDestination(out, options);
    return {
      paths: [destination.path],
      write: async (folder, result) => writeVideo(await readClip(folder, result), destination),
    };
  }
  const destination = await checkSoundDestination(out, shape.count, options);
  return {
    paths: destination.paths,
    write: async (folder, result) => writeSounds(await readSounds(folder, result), destination),
  };
}
