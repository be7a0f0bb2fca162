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
const options = { bundle: '/models/my model', devices, program: 'parastep' };

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

  it('of one device is sequential, and names the others so that the cores are shared out alike', () => {
    const one = { ...draft, parallelism: { ...draft.parallelism, degree: 1 } };
    const line = commandLine(one, { ...options, platform: 'linux' });
    expect(line).toContain('--devices cpu:1,cpu:0,cpu:2 --plan sequential --out');
  });
});
