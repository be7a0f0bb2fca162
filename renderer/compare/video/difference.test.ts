import { describe, expect, it } from 'vitest';
import type { Clip } from '../../player/clip';
import { writeDifference } from './difference';

const clip = (rgb: number[]): Clip => ({
  frames: 2,
  width: 1,
  height: 1,
  fps: 8,
  rgb: Uint8Array.from(rgb),
});

describe('the difference of two frames', () => {
  const a = clip([0, 0, 0, 10, 200, 30]);
  const b = clip([0, 0, 0, 13, 100, 30]);

  it('is black where they are equal', () => {
    const rgba = new Uint8ClampedArray(4);
    writeDifference([a, 0], [b, 0], 16, rgba);
    expect([...rgba]).toEqual([0, 0, 0, 255]);
  });

  it('is as bright as the gain makes it, and no brighter than white', () => {
    const rgba = new Uint8ClampedArray(4);
    writeDifference([a, 1], [b, 1], 4, rgba);
    expect([...rgba]).toEqual([12, 255, 0, 255]);
  });
});
