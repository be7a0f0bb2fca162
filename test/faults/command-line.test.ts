import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { tinyBundle } from '../support/fixtures';
import { commandLine, temporaryFolder, unwritableFolder } from '../support/jobs';

type Outcome = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

function parastep(...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandLine, ...args], {
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

let folder: string;
let out: string;
beforeEach(() => {
  folder = temporaryFolder();
  out = join(folder, 'clip.webp');
});

const generate = (...args: string[]): Outcome =>
  parastep('generate', '--bundle', tinyBundle, '--prompt', 'A boat', '--seed', '3', '--out', out, ...args);

/** A copy of the tiny bundle that a test may damage. */
function copiedBundle(): string {
  const copy = join(folder, 'bundle');
  cpSync(tinyBundle, copy, { recursive: true });
  return copy;
}

describe('generate', () => {
  it('writes an animation of the asked size and length, the same for the same seed', async () => {
    expect(generate()).toMatchObject({ code: 0 });
    const { width, pageHeight, pages, delay } = await sharp(out, { animated: true }).metadata();
    expect({ width, pageHeight, pages, delay }).toEqual({
      width: 32,
      pageHeight: 32,
      pages: 9,
      delay: Array(9).fill(125),
    });
    const first = readFileSync(out);
    expect(generate('--overwrite')).toMatchObject({ code: 0 });
    expect(readFileSync(out).equals(first)).toBe(true);
  });

  it('writes GIF and PNG frames, and the plans give different clips', () => {
    const gif = join(folder, 'clip.gif');
    expect(parastep('generate', '--bundle', tinyBundle, '--prompt', 'A boat', '--out', gif).code).toBe(0);
    expect(readFileSync(gif).toString('latin1', 0, 6)).toBe('GIF89a');
    const framesOf = (plan: string): Buffer[] => {
      const frames = join(folder, plan);
      const outcome = parastep(
        'generate',
        '--bundle',
        tinyBundle,
        '--prompt',
        'A boat',
        '--seed',
        '3',
        '--plan',
        plan,
        '--out',
        `${frames}/`,
      );
      expect(outcome).toMatchObject({ code: 0 });
      expect(readdirSync(frames)).toHaveLength(9);
      return readdirSync(frames)
        .sort()
        .map((name) => readFileSync(join(frames, name)));
    };
    expect(framesOf('parastep')).not.toEqual(framesOf('sequential'));
  });

  it('prints progress and result as NDJSON', () => {
    const { code, stdout } = generate('--json');
    expect(code).toBe(0);
    const records = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const stages = records.filter(({ type }) => type === 'progress').map(({ stage }) => stage);
    expect([...new Set(stages)]).toEqual(['load', 'encode', 'denoise', 'decode', 'save']);
    expect(records.at(-1)).toMatchObject({ type: 'finished', file: out });
  });

  it('says that a long prompt was cut', () => {
    const { code, stderr } = generate('--prompt', 'a boat '.repeat(200));
    expect(code).toBe(0);
    expect(stderr).toMatch(/prompt is longer than this model reads: it uses the first 15 of \d+ tokens/);
  });
});

describe('generate refuses before it works, in a sentence', () => {
  it.each([
    ['an empty prompt', ['--prompt', ' '], /The prompt is empty/],
    ['steps below warm-up', ['--steps', '2', '--warmup', '5'], /do not fit into 2 steps/],
    ['no warm-up', ['--warmup', '0'], /at least 1 warm-up step/],
    ['a degree above the devices', ['--degree', '5'], /Degree 5 needs 3 devices and 2 were chosen/],
    [
      'a degree for a sequential plan',
      ['--plan', 'sequential', '--degree', '2'],
      /sequential plan has degree 1/,
    ],
    ['a batch for a sequential plan', ['--plan', 'sequential', '--batch-steps', '2'], /nothing to batch/],
    ['a batch of no steps', ['--batch-steps', '0'], /whole number of at least 1/],
    ['a size between two sizes', ['--size', '40x32'], /multiples of 16 pixels: use 48x32 instead of 40x32/],
    ['a size that is none', ['--size', 'big'], /must look like 640x480/],
    ['a frame count between two', ['--frames', '7'], /cannot make exactly 7 frames: use 8/],
    ['no frames', ['--frames', '0'], /whole number of at least 1/],
    ['too many steps', ['--steps', '1001'], /steps cannot be used/],
    ['a guidance scale that is no number', ['--guidance', 'much'], /number that is not negative/],
    ['a seed with a sign', ['--seed=-1'], /whole number of at least 0/],
    ['a device that is not there', ['--devices', 'rocm:7'], /There is no device rocm:7/],
    ['a device named twice', ['--devices', 'cpu:0,cpu:0'], /names a device twice/],
    ['an unknown option', ['--colour', 'red'], /unknown option '--colour'/],
    ['an unknown plan', ['--plan', 'magic'], /Allowed choices are sequential, parastep/],
  ])('%s', (_name, args, message) => {
    const { code, stderr } = generate(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a missing bundle', () => {
    const { code, stderr } = generate('--bundle', join(folder, 'nowhere'));
    expect(stderr).toMatch(/There is no model folder at/);
    expect(code).toBe(3);
  });

  it.each([
    [
      'a truncated graph',
      (copy: string) => truncateSync(join(copy, 'transformer/model.onnx'), 1000),
      /has 1000 bytes and should have/,
    ],
    [
      'a flipped bit',
      (copy: string) => {
        const file = join(copy, 'transformer/model.onnx');
        const data = readFileSync(file);
        data[data.length >> 1] = (data[data.length >> 1] as number) ^ 1;
        writeFileSync(file, data);
      },
      /transformer\/model\.onnx has changed since it was exported/,
    ],
    [
      'a manifest that is not JSON',
      (copy: string) => writeFileSync(join(copy, 'parastep.json'), '{'),
      /parastep\.json is not readable JSON/,
    ],
    [
      'a later format',
      (copy: string) => writeFileSync(join(copy, 'parastep.json'), '{"formatVersion": 2}'),
      /another format version: update the app/,
    ],
    [
      'a link in place of a file',
      (copy: string) => {
        const file = join(copy, 'transformer/config.json');
        writeFileSync(join(folder, 'elsewhere.json'), readFileSync(file));
        spawnSync('rm', [file]);
        symlinkSync(join(folder, 'elsewhere.json'), file);
      },
      /is a link or not a plain file/,
    ],
    [
      'a path that leads outside',
      (copy: string) => {
        const manifest = join(copy, 'parastep.json');
        writeFileSync(
          manifest,
          readFileSync(manifest, 'utf8').replaceAll('transformer/model.onnx', '../../model.onnx'),
        );
      },
      /plain relative path inside the bundle/,
    ],
  ])('%s', (_name, damage, message) => {
    const copy = copiedBundle();
    damage(copy);
    const { code, stderr } = generate('--bundle', copy);
    expect(stderr).toMatch(message);
    expect(code).toBe(3);
    expect(existsSync(out)).toBe(false);
  });

  it('an occupied name, and leaves the file as it was', () => {
    writeFileSync(out, 'mine');
    const { code, stderr } = generate();
    expect(stderr).toMatch(/exists already: choose another name, or add --overwrite/);
    expect(code).toBe(2);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  it.each([
    ['clip.avi', /does not write \.avi files/, 2],
    ['clip.png', /PNG frames go into a folder/, 2],
    ['none/clip.webp', /its folder does not exist/, 5],
  ])('the destination %s', (name, message, expected) => {
    const { code, stderr } = generate('--out', join(folder, name));
    expect(stderr).toMatch(message);
    expect(code).toBe(expected);
  });

  it.skipIf(process.platform === 'win32')('a folder without write permission', () => {
    const { code, stderr } = generate('--out', join(unwritableFolder() ?? '', 'clip.webp'));
    expect(stderr).toMatch(/you may not write there/);
    expect(code).toBe(5);
  });
});

describe.skipIf(!existsSync('/dev/full'))('a destination that fills up', () => {
  it('keeps the finished job, says how to write it again, and leaves no partial file', () => {
    // A read-only bind is not available everywhere, but a folder that vanishes in mid-job is.
    const doomed = join(folder, 'doomed');
    spawnSync('mkdir', [doomed]);
    const job = join(folder, 'job');
    const script = `
      const { spawn } = require('node:child_process');
      const { rmSync } = require('node:fs');
      const child = spawn(process.execPath, ${JSON.stringify([commandLine, 'generate', '--bundle', tinyBundle, '--prompt', 'A boat', '--json', '--job-folder', job, '--out', join(doomed, 'clip.webp')])});
      let seen = '';
      child.stdout.on('data', (data) => { seen += data; if (seen.includes('"denoise"')) rmSync(${JSON.stringify(doomed)}, { recursive: true, force: true }); });
      child.on('close', (code) => { process.stdout.write(seen.trim().split('\\n').at(-1)); process.exit(code); });`;
    const { status, stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(status).toBe(5);
    const { error } = JSON.parse(stdout) as { error: { message: string } };
    expect(error.message).toContain(`parastep export ${job} --out FILE`);
    expect(readdirSync(job).sort()).toEqual(['frames.rgb', 'result.json', 'telemetry.ndjson']);
    expect(parastep('export', job, '--out', out)).toMatchObject({ code: 0 });
    expect(existsSync(out)).toBe(true);
  });
});
