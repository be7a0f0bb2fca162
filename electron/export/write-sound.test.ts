import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { floatWav, type JobResult } from '../../workers/api';
import { checkSoundDestination, readSounds, soundFiles, writeSounds } from './write-sound';

let folder: string;
const { PATH } = process.env;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parastep-sound-'));
});
afterEach(async () => {
  process.env['PATH'] = PATH;
  await rm(folder, { recursive: true });
});

const first = Float32Array.of(0, 0.5, -1);
const second = Float32Array.of(1, -0.25, 0);
const sounds = { waveforms: [first, second], sampleRate: 16_000 };
const whereSoundsGo = (out: string, count: number, overwrite = false) =>
  checkSoundDestination(join(folder, out), count, { overwrite });

const audio = {
  kind: 'audio',
  file: 'sounds.f32',
  waveforms: 2,
  samples: 3,
  sampleRate: 16_000,
  scores: null,
};
const resultWith = (media: unknown): JobResult => ({ media }) as JobResult;

/** Puts a program named ffmpeg onto the path, and nothing else. */
function ffmpeg(script: string | undefined): void {
  process.env['PATH'] = folder;
  if (script === undefined) return;
  writeFileSync(join(folder, 'ffmpeg'), `#!/bin/sh\nexport PATH='${PATH}'\n${script}\n`);
  chmodSync(join(folder, 'ffmpeg'), 0o755);
  process.env['PATH'] = `${folder}${delimiter}`;
}

describe('the sounds of a job', () => {
  it('are read one by one', async () => {
    const bytes = Buffer.concat([first, second].map(({ buffer }) => Buffer.from(buffer)));
    writeFileSync(join(folder, 'sounds.f32'), bytes);
    expect(await readSounds(folder, resultWith(audio))).toEqual(sounds);
  });

  it.each([
    ['missing', undefined, /are missing: generate them again\.$/],
    ['incomplete', Buffer.alloc(23), /are incomplete: generate them again\.$/],
  ])('that are %s are refused with a sentence', async (_name, bytes, sentence) => {
    if (bytes !== undefined) writeFileSync(join(folder, 'sounds.f32'), bytes);
    await expect(readSounds(folder, resultWith(audio))).rejects.toThrow(sentence);
  });

  it('are not those of a video', async () => {
    await expect(readSounds(folder, resultWith({ kind: 'video', file: 'frames.rgb' }))).rejects.toThrow(
      /holds a video: use \.webp/,
    );
  });
});

describe('where sounds go', () => {
  it('is one file for one, and a numbered one for each of several', () => {
    expect(soundFiles('a/b.wav', 1)).toEqual(['a/b.wav']);
    expect(soundFiles('a/b.c.wav', 3)).toEqual(['a/b.c-1.wav', 'a/b.c-2.wav', 'a/b.c-3.wav']);
  });

  it.each([
    ['sound.mp3', /A sound cannot be written as \.mp3: use \.wav/],
    ['sound', /A sound needs a file name with an ending: use \.wav/],
    ['none/sound.wav', /its folder does not exist/],
  ])('is refused as %s', async (out, sentence) => {
    await expect(whereSoundsGo(out, 1)).rejects.toThrow(sentence);
  });

  it('is refused where one of the files is there already, unless they may be replaced', async () => {
    writeFileSync(join(folder, 'a-2.wav'), 'mine');
    await expect(whereSoundsGo('a.wav', 2)).rejects.toThrow(/a-2\.wav exists already/);
    expect(readdirSync(folder)).toEqual(['a-2.wav']);
    const { paths } = await whereSoundsGo('a.wav', 2, true);
    expect(paths.map((path) => basename(path))).toEqual(['a-1.wav', 'a-2.wav']);
  });

  it('needs an ffmpeg for anything but WAV', async () => {
    ffmpeg(undefined);
    await expect(whereSoundsGo('a.flac', 1)).rejects.toThrow(/needs an ffmpeg on the path/);
    expect((await whereSoundsGo('a.WAV', 1)).format).toBe('.wav');
  });
});

describe('sounds are written', () => {
  it('as WAV with every sample as it is', async () => {
    await writeSounds(sounds, await whereSoundsGo('a.wav', 2));
    expect(readdirSync(folder)).toEqual(['a-1.wav', 'a-2.wav']);
    expect(new Uint8Array(readFileSync(join(folder, 'a-2.wav')))).toEqual(floatWav(second, 16_000));
  });

  describe.skipIf(process.platform === 'win32')('by ffmpeg', () => {
    it('which gets the WAV and says where to', async () => {
      // The destination is its last argument, what it reads goes there.
      ffmpeg('for last; do :; done\n[ "$1" = -version ] || cat > "$last"');
      await writeSounds({ waveforms: [first], sampleRate: 16_000 }, await whereSoundsGo('a.flac', 1));
      expect(new Uint8Array(readFileSync(join(folder, 'a.flac')))).toEqual(floatWav(first, 16_000));
    });

    it.each([
      ['No space left on device', /the disk is full\. Free some space and try again\.$/],
      ['unknown encoder', /ffmpeg could not write the file\. Choose another format\.$/],
    ])('which complains of "%s": a sentence, and nothing left behind', async (complaint, sentence) => {
      ffmpeg(
        `[ "$1" = -version ] && exit 0\nfor last; do :; done\necho half > "$last"\necho '${complaint}' >&2\nexit 1`,
      );
      const destination = await whereSoundsGo('a.opus', 1);
      await expect(writeSounds({ waveforms: [first], sampleRate: 16_000 }, destination)).rejects.toThrow(
        sentence,
      );
      expect(existsSync(join(folder, 'a.opus'))).toBe(false);
      expect(readdirSync(folder)).toEqual(['ffmpeg']);
    });
  });
});
