import { describe, expect, it } from 'vitest';
import type { JobDraft } from '../contract';
import { commandLine } from './command-line';

const draft: JobDraft = {
  model: 'm',
  request: {
    kind: 'text-to-video',
    prompt: `It's "a" boat`,
    negativePrompt: '',
    seed: 7,
    steps: 20,
    guidanceScale: 6.5,
    dynamicGuidance: true,
    frames: 9,
    width: 64,
    height: 32,
    fps: 8,
  },
  parallelism: { devices: ['cpu:1', 'cpu:0'], degree: 2, warmup: 5, cooldown: 1, reuse: 'freshest' },
};
const devices = ['cpu:0', 'cpu:1', 'cpu:2'].map(
  (id) => ({ id, name: 'A', kind: 'cpu', threads: 1 }) as const,
);
const options = {
  bundle: '/models/my model',
  picture: '/results/1/source.png',
  devices,
  program: 'parastep',
};

describe('the command line of a draft', () => {
  it('is quoted for a POSIX shell', () => {
    expect(commandLine(draft, { ...options, platform: 'linux' })).toBe(
      `parastep generate --bundle '/models/my model' '--prompt=It'\\''s "a" boat' --negative= --seed 7 --steps 20 --guidance 6.5 --dynamic-guidance --frames 9 --size 64x32 --devices cpu:1,cpu:0,cpu:2 --plan parastep --degree 2 --warmup 5 --cooldown 1 --reuse freshest --out clip.webp`,
    );
  });

  it('is quoted for PowerShell', () => {
    const line = commandLine(draft, { ...options, platform: 'win32' });
    expect(line).toContain(`'--prompt=It''s "a" boat'`);
  });

  it('names the picture that a video is made from', () => {
    const request: JobDraft['request'] = {
      kind: 'image-to-video',
      image: { file: 'source-1.rgb', name: 'harbour.jpg', width: 640, height: 360 },
      seed: 7,
      steps: 20,
      minGuidanceScale: 1,
      maxGuidanceScale: 3,
      motionBucketId: 127,
      noiseAugStrength: 0.02,
      frames: 14,
      width: 64,
      height: 32,
      fps: 7,
      decodeChunk: 7,
    };
    expect(commandLine({ ...draft, request }, { ...options, platform: 'linux' })).toContain(
      ' --image /results/1/source.png --fit stretch --seed 7 --steps 20 --min-guidance 1 --max-guidance 3 --motion 127 --augmentation 0.02 --frames 14 --size 64x32 --fps 7 --decode-chunk 7 --devices ',
    );
  });

  it('says how many steps a run holds, if they are several', () => {
    const batched = { ...draft, parallelism: { ...draft.parallelism, degree: 4, batch: 2 } };
    expect(commandLine(batched, { ...options, platform: 'linux' })).toContain(
      ' --plan parastep --degree 4 --batch-steps 2 --warmup 5 ',
    );
  });

  it('of one device is sequential, and names the others so that the cores are shared out alike', () => {
    const one = { ...draft, parallelism: { ...draft.parallelism, degree: 1 } };
    const line = commandLine(one, { ...options, platform: 'linux' });
    expect(line).toContain('--devices cpu:1,cpu:0,cpu:2 --plan sequential --out');
  });
});
