import { describe, expect, it } from 'vitest';
import { spectralConvergence, spectralDistance, spectralDistances } from './spectral-distance';

const RATE = 16_000;
const tone = (hertz: number, level = 0.5, length = RATE): Float32Array =>
  Float32Array.from({ length }, (_, i) => level * Math.sin((2 * Math.PI * hertz * i) / RATE));
/** The same every time, and loud at every frequency. */
const hiss = (seed: number, level = 0.3, length = RATE): Float32Array => {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return level * (state / 2 ** 31 - 1);
  });
};

describe('the log-spectral distance', () => {
  it('is 0 for equal sounds, silence included', () => {
    expect(spectralDistance(hiss(1), hiss(1))).toBe(0);
    expect(spectralDistance(new Float32Array(RATE), new Float32Array(RATE))).toBe(0);
  });

  it('of a sound to itself at half the level is 6.02 dB', () => {
    const sound = hiss(2);
    const softer = sound.map((value) => value / 2);
    expect(spectralDistance(sound, softer)).toBeCloseTo(20 * Math.log10(2), 3);
  });

  it('does not see the phase, and sees another pitch', () => {
    const sound = tone(1000);
    const later = tone(1000, 0.5, RATE + 4).subarray(4);
    expect(spectralDistance(sound, later)).toBeLessThan(0.5);
    expect(spectralDistance(sound, tone(2000))).toBeGreaterThan(5);
  });

  it('tells when they differ: half of the frames here, and the ones between', () => {
    const sound = hiss(3);
    const other = sound.map((value, i) => (i < RATE / 2 ? value : value / 4));
    const { distances, hop } = spectralDistances(sound, other);
    const half = RATE / 2 / hop;
    expect(distances).toHaveLength(Math.ceil((RATE - 1024) / hop) + 1);
    expect(distances[0]).toBe(0);
    expect(distances[Math.floor(half) - 5]).toBe(0);
    expect(distances.at(-5)).toBeCloseTo(20 * Math.log10(4), 3);
  });

  it('takes sounds shorter than a frame, and refuses unlike lengths', () => {
    expect(spectralDistance(tone(500, 0.5, 100), tone(500, 0.25, 100))).toBeGreaterThan(0);
    expect(() => spectralDistance(tone(500), tone(500).subarray(1))).toThrow(RangeError);
  });
});

describe('spectral convergence', () => {
  it('is 0 for equal sounds, and 1 for silence against a sound', () => {
    expect(spectralConvergence(hiss(1), hiss(1))).toBe(0);
    expect(spectralConvergence(new Float32Array(RATE), hiss(1))).toBeCloseTo(1, 12);
    expect(spectralConvergence(new Float32Array(RATE), new Float32Array(RATE))).toBe(0);
    expect(spectralConvergence(hiss(1), new Float32Array(RATE))).toBe(Number.POSITIVE_INFINITY);
  });

  it('is the relative error of a sound that is too loud', () => {
    expect(spectralConvergence(tone(440, 0.6), tone(440, 0.5))).toBeCloseTo(0.2, 6);
  });

  it('refuses sounds of different lengths', () => {
    expect(() => spectralConvergence(hiss(1), hiss(1).subarray(1))).toThrow(RangeError);
  });
});
