import { describe, expect, it } from 'vitest';
import { checkClip, writeRgba } from './clip';

const clip = { frames: 2, width: 2, height: 1, fps: 8, rgb: Uint8Array.from({ length: 12 }, (_, i) => i) };

describe('clip', () => {
  it('writes the asked frame as opaque RGBA', () => {
    const rgba = new Uint8ClampedArray(8);
    writeRgba(clip, 1, rgba);
    expect([...rgba]).toEqual([6, 7, 8, 255, 9, 10, 11, 255]);
  });

  it('takes a whole file and refuses one cut short', () => {
    expect(checkClip(clip)).toBe(clip);
    expect(() => checkClip({ ...clip, rgb: clip.rgb.subarray(1) })).toThrow(
      /damaged: it has 11 bytes instead of 12/,
    );
  });
});
