import { describe, expect, it } from 'vitest';
import type { ResultSummary } from '../../electron/contract/index';
import { isTwin, ranked } from './candidates';

const video = { kind: 'video', frames: 1, width: 16, height: 16, fps: 8, framesUrl: '' } as const;
const audio = { ...video, kind: 'audio' } as unknown as ResultSummary['media'];
const result = (id: string, patch: Partial<ResultSummary> = {}): ResultSummary => ({
  ...{ id, createdAt: 0, kind: 'text-to-video', title: 'a boat', seed: 1, modelTitle: 'Tiny', media: video },
  ...{ seconds: 1, degree: 1, devices: ['cpu:0'], thumbnailUrl: '' },
  ...patch,
});

describe('the results to compare with', () => {
  const mine = result('mine');

  it('are of the same media, each once, and not the result itself', () => {
    const sound = result('sound', { kind: 'text-to-audio', media: audio });
    const twin = result('twin');
    expect(ranked(mine, [mine, sound, twin, twin]).map(({ id }) => id)).toEqual(['twin']);
  });

  it('begin with the same prompt and seed, then the same prompt, then the newest', () => {
    const found = [
      result('old', { title: 'a car', createdAt: 1 }),
      result('new', { title: 'a car', createdAt: 9 }),
      result('other seed', { seed: 2, createdAt: 5 }),
      result('twin', { createdAt: 2 }),
    ];
    expect(ranked(mine, found).map(({ id }) => id)).toEqual(['twin', 'other seed', 'new', 'old']);
    expect(found.filter((other) => isTwin(mine, other)).map(({ id }) => id)).toEqual(['twin']);
  });
});
