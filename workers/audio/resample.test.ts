import { describe, expect, it } from 'vitest';
import { resample } from './resample';

const tone = (hertz: number, rate: number, samples: number): Float32Array =>
  Float32Array.from({ length: samples }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate));

/** Largest difference away from the ends, where the filter hears the silence around the sound. */
const inner = (a: Float32Array, b: Float32Array, margin: number): number => {
  let largest = 0;
  for (let i = margin; i < a.length - margin; i++) {
    largest = Math.max(largest, Math.abs((a[i] as number) - (b[i] as number)));
  }
  return largest;
};

describe('resample', () => {
  it.each([
    [16_000, 48_000],
    [44_100, 48_000],
    [48_000, 16_000],
  ])('keeps a tone from %s to %s samples a second', (from, to) => {
    const out = resample(tone(440, from, from / 4), from, to);
    expect(out).toHaveLength(to / 4);
    expect(inner(out, tone(440, to, to / 4), to / 100)).toBeLessThan(2e-3);
  });

  it('removes what the lower rate cannot hold', () => {
    const out = resample(tone(12_000, 48_000, 12_000), 48_000, 16_000);
    expect(inner(out, new Float32Array(out.length), 200)).toBeLessThan(1e-2);
  });

  it('copies where nothing changes', () => {
    const samples = Float32Array.of(1, 2, 3);
    const out = resample(samples, 8000, 8000);
    expect(out).toEqual(samples);
    expect(out).not.toBe(samples);
  });
});
