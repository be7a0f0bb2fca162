import { describe, expect, it } from 'vitest';
import { suggestedName } from './file-name';
import { defaultScale, outputSize, possibleScales } from './scaling';
import { placeSettings, settingsText } from './settings-text';

describe('scaling', () => {
  it.each([
    [64, 64, 4],
    [128, 96, 4],
    [720, 480, 1],
    [16, 16, 8],
    [256, 300, 1],
  ])('brings %d × %d up by %d', (width, height, scale) => {
    expect(defaultScale({ width, height })).toBe(scale);
  });

  it('offers no size that encoders refuse', () => {
    expect(possibleScales({ width: 1440, height: 960 })).toEqual([1, 2]);
    expect(possibleScales({ width: 8192, height: 8192 })).toEqual([1]);
  });

  it('pads odd sizes for codecs and leaves them alone for pictures', () => {
    expect(outputSize({ width: 33, height: 20 }, 1, true)).toEqual({ width: 34, height: 20 });
    expect(outputSize({ width: 33, height: 20 }, 1, false)).toEqual({ width: 33, height: 20 });
    expect(outputSize({ width: 33, height: 21 }, 2, true)).toEqual({ width: 66, height: 42 });
  });
});

describe('file names', () => {
  it.each([
    ['A red balloon, rising!', 'a-red-balloon-rising-seed-7'],
    ['../../etc/passwd', 'etc-passwd-seed-7'],
    ['Über den Dächern', 'uber-den-dachern-seed-7'],
    ['気球', '気球-seed-7'],
    ['***', 'clip-seed-7'],
  ])('makes a plain name of %s', (prompt, name) => {
    expect(suggestedName({ title: prompt, seed: 7 })).toBe(name);
  });

  it('cuts long prompts without a dash at the end', () => {
    const name = suggestedName({ title: 'word '.repeat(50), seed: 1 });
    expect(name.length).toBeLessThan(80);
    expect(name).toMatch(/word-seed-1$/);
  });
});

describe('settings', () => {
  const made = {
    id: 'result-1',
    modelTitle: 'Demo',
    draft: {
      model: 'demo',
      request: {
        kind: 'text-to-video',
        prompt: 'a “ball”',
        negativePrompt: '',
        seed: 7,
        steps: 50,
        guidanceScale: 5,
        dynamicGuidance: false,
        frames: 17,
        width: 64,
        height: 64,
        fps: 8,
      },
      parallelism: { devices: ['cpu:0'], degree: 1, warmup: 0, cooldown: 0, reuse: 'own' },
    },
  } as const;

  it('hold all that is needed to make the clip again', () => {
    const text = settingsText({ ...made, draft: structuredClone(made.draft) as never }, '0.1.0');
    expect(JSON.parse(text)).toMatchObject({
      model: { id: 'demo' },
      request: made.draft.request,
      parallelism: made.draft.parallelism,
    });
  });

  it('go inside, or beside when long, or nowhere when not wanted', () => {
    expect(placeSettings('{}', true)).toEqual({ inside: '{}', beside: null });
    const long = 'x'.repeat(20_000);
    expect(placeSettings(long, true)).toEqual({ inside: null, beside: long });
    expect(placeSettings('{}', false)).toEqual({ inside: null, beside: null });
    expect(placeSettings('x'.repeat(1_000_001), true)).toEqual({ inside: null, beside: null });
  });
});
