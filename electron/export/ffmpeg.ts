import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { StudioError } from '../../workers/api';
import type { Clip } from './frame-source';

const H264_ENCODERS = ['libx264', 'libopenh264', 'h264_videotoolbox', 'h264_nvenc'] as const;

/** The H.264 encoder of the ffmpeg on this machine's path, or undefined if there is none. */
export async function findH264Encoder(): Promise<string | undefined> {
  const listing = await run('ffmpeg', ['-hide_banner', '-encoders']).catch(() => undefined);
  return H264_ENCODERS.find((name) => listing?.includes(` ${name} `));
}

/** Writes an MP4 that plays everywhere (H.264, 4:2:0, index in front); odd sizes get one more row or column. */
export async function writeMp4(clip: Clip, path: string, encoder: string): Promise<void> {
  const { width, height, fps } = clip;
  const input = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    `${width}x${height}`,
    '-r',
    String(fps),
    '-i',
    '-',
  ];
  const quality = encoder === 'libx264' ? ['-crf', '14', '-preset', 'medium'] : ['-b:v', '8M'];
  const output = ['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'];
  await run(
    'ffmpeg',
    ['-y', '-v', 'error', ...input, '-c:v', encoder, ...quality, ...output, '-f', 'mp4', path],
    clip.data,
  );
}

/** Whether this machine's path has an ffmpeg. */
export async function hasFfmpeg(): Promise<boolean> {
  return run('ffmpeg', ['-version']).then(
    () => true,
    () => false,
  );
}

/** Encodes a WAV: FLAC with 24 bits, Vorbis or Opus at a quality without audible loss. */
export async function writeSoundWithFfmpeg(
  wav: Uint8Array,
  path: string,
  format: '.flac' | '.ogg' | '.opus',
): Promise<void> {
  const codec = {
    '.flac': ['-c:a', 'flac', '-sample_fmt', 's32', '-bits_per_raw_sample', '24', '-f', 'flac'],
    '.ogg': ['-c:a', 'libvorbis', '-q:a', '7', '-f', 'ogg'],
    '.opus': ['-c:a', 'libopus', '-b:a', '160k', '-f', 'opus'],
  }[format];
  await run('ffmpeg', ['-y', '-v', 'error', '-f', 'wav', '-i', '-', ...codec, path], wav);
}

/** Runs a program to its end and returns what it printed. */
async function run(program: string, args: readonly string[], input?: Uint8Array): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let printed = '';
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk;
  });
  // A program that ends early closes its input; its exit code tells why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return printed;
  if (/No space left/i.test(complaints)) throw Object.assign(new Error(complaints), { code: 'ENOSPC' });
  throw new StudioError('output-failed', `${program} could not write the file. Choose another format.`, {
    detail: complaints,
  });
}
