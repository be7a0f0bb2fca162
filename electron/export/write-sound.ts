import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { floatWav, type JobResult, outputError, StudioError } from '../../workers/api';
import { checkFile, type DestinationOptions, partialName } from './destination';
import { hasFfmpeg, writeSoundWithFfmpeg } from './ffmpeg';
import { type SoundFormat, soundFormatOf } from './sound-format';

/** Finished sounds in memory, the best first. */
export type Sounds = { readonly waveforms: readonly Float32Array[]; readonly sampleRate: number };

/** Checked places to write sounds to, one file each. */
export type SoundDestination = { readonly paths: readonly string[]; readonly format: SoundFormat };

/** The sounds of a finished job. */
export async function readSounds(folder: string, { media }: JobResult): Promise<Sounds> {
  if (media.kind !== 'audio') {
    throw new StudioError('bad-request', `${folder} holds a video: use .webp, .gif, .mp4, or a folder.`);
  }
  const bytes = await readFile(join(folder, media.file)).catch((error: unknown) => {
    throw new StudioError('bad-request', `The sounds in ${folder} are missing: generate them again.`, {
      detail: String(error),
    });
  });
  const { waveforms, samples, sampleRate } = media;
  if (bytes.length !== waveforms * samples * Float32Array.BYTES_PER_ELEMENT) {
    throw new StudioError('bad-request', `The sounds in ${folder} are incomplete: generate them again.`);
  }
  // Copied, because a file's bytes need not lie where floats may.
  const all = new Float32Array(new Uint8Array(bytes).buffer);
  return {
    sampleRate,
    waveforms: Array.from({ length: waveforms }, (_, i) => all.subarray(i * samples, (i + 1) * samples)),
  };
}

/** Refuses, before any work starts, what could not be written. Several sounds get `-1`, `-2` … before the ending. */
export async function checkSoundDestination(
  out: string,
  count: number,
  options: DestinationOptions,
): Promise<SoundDestination> {
  const format = soundFormatOf(out);
  const paths: string[] = [];
  // One after the other: a refusal must not overtake the probe of another file, which would be left behind.
  for (const name of soundFiles(out, count)) paths.push(await checkFile(name, options));
  if (format !== '.wav' && !(await hasFfmpeg())) {
    throw new StudioError(
      'bad-request',
      `${format} needs an ffmpeg on the path, and none was found: install ffmpeg, or use .wav.`,
    );
  }
  return { paths, format };
}

/** The file of each sound, the best first. */
export function soundFiles(out: string, count: number): string[] {
  if (count === 1) return [out];
  const ending = extname(out);
  const stem = join(dirname(out), basename(out, ending));
  return Array.from({ length: count }, (_, i) => `${stem}-${i + 1}${ending}`);
}

/** Writes every sound under a temporary neighbouring name and renames it once it is whole. */
export async function writeSounds(
  { waveforms, sampleRate }: Sounds,
  { paths, format }: SoundDestination,
): Promise<void> {
  for (const [i, path] of paths.entries()) {
    const partial = partialName(path);
    try {
      const wav = floatWav(waveforms[i] ?? new Float32Array(), sampleRate);
      if (format === '.wav') await writeFile(partial, wav);
      else await writeSoundWithFfmpeg(wav, partial, format);
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw error instanceof StudioError ? error : outputError(path, error);
    }
  }
}
