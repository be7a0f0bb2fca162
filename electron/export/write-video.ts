import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { outputError, StudioError } from '../../workers/api';
import {
  checkFile,
  checkParent,
  type DestinationOptions,
  occupied,
  partialName,
  probeWritable,
} from './destination';
import { findH264Encoder, writeMp4 } from './ffmpeg';
import type { Clip } from './frame-source';
import { type VideoFormat, videoFormatOf } from './video-format';

/** A checked place to write a clip to. */
export type VideoDestination = {
  readonly path: string;
  readonly format: VideoFormat;
  /** For MP4: the encoder that was found. */
  readonly encoder: string | undefined;
};

/**
 * Refuses, before any work starts, a destination that could not be written: a folder that is not there or not
 * writable, a file that exists already, a format without an encoder.
 */
export async function checkDestination(
  out: string,
  { overwrite }: DestinationOptions,
): Promise<VideoDestination> {
  const format = videoFormatOf(out);
  const path =
    format === 'png-frames' ? await checkFolder(out, { overwrite }) : await checkFile(out, { overwrite });
  const encoder = format === 'mp4' ? await findH264Encoder() : undefined;
  if (format === 'mp4' && encoder === undefined) {
    throw new StudioError(
      'bad-request',
      'MP4 needs an ffmpeg with an H.264 encoder on the path, and none was found: install ffmpeg, or use .webp or .gif.',
    );
  }
  return { path, format, encoder };
}

/** Refuses a folder for frames that is not empty; answers with its full path. */
async function checkFolder(out: string, { overwrite }: DestinationOptions): Promise<string> {
  const path = resolve(out);
  await checkParent(path);
  const existing = await stat(path).catch(() => undefined);
  const taken = existing?.isDirectory() ? (await readdir(path)).length > 0 : existing !== undefined;
  if (taken && !overwrite) throw occupied(path);
  await probeWritable(path);
  return path;
}

/** Writes the clip under a temporary neighbouring name and renames it once it is whole. */
export async function writeVideo(clip: Clip, { path, format, encoder }: VideoDestination): Promise<void> {
  const partial = partialName(path);
  try {
    switch (format) {
      case 'webp':
        await animation(clip)
          .webp({ ...timing(clip), quality: 90, effort: 4, smartSubsample: true })
          .toFile(partial);
        break;
      case 'gif':
        await animation(clip)
          .gif({ ...timing(clip), effort: 7 })
          .toFile(partial);
        break;
      case 'mp4':
        await writeMp4(clip, partial, encoder ?? 'libx264');
        break;
      case 'png-frames':
        await writePngFrames(clip, partial);
        break;
    }
    if (format === 'png-frames') await rm(path, { recursive: true, force: true });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw error instanceof StudioError ? error : outputError(path, error);
  }
}

/** All frames as one tall image with pages, as sharp takes an animation. */
function animation({ data, width, height, frames }: Clip): Sharp {
  return sharp(data, { raw: { width, height: height * frames, channels: 3, pageHeight: height } });
}

function timing({ frames, fps }: Clip): { loop: number; delay: number[] } {
  // Rounded at the frame's end and not per frame, so that the length of the clip is right.
  const end = (frame: number): number => Math.round((frame * 1000) / fps);
  return { loop: 0, delay: Array.from({ length: frames }, (_, i) => end(i + 1) - end(i)) };
}

async function writePngFrames({ data, width, height, frames }: Clip, folder: string): Promise<void> {
  await mkdir(folder);
  const digits = Math.max(4, String(frames).length);
  const size = width * height * 3;
  for (let i = 0; i < frames; i++) {
    const name = `frame-${String(i + 1).padStart(digits, '0')}.png`;
    await sharp(data.subarray(i * size, (i + 1) * size), { raw: { width, height, channels: 3 } }).toFile(
      join(folder, name),
    );
  }
}
