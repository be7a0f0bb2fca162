import { describe, expect, it } from 'vitest';
import { hannWindow, PowerSpectrum } from './fourier';

/** Straight from the definition. */
function powers(frame: readonly number[]): number[] {
  const size = frame.length;
  return Array.from({ length: size / 2 + 1 }, (_, k) => {
    const angle = (i: number): number => (-2 * Math.PI * k * i) / size;
    const re = frame.reduce((sum, value, i) => sum + value * Math.cos(angle(i)), 0);
    const im = frame.reduce((sum, value, i) => sum + value * Math.sin(angle(i)), 0);
    return re ** 2 + im ** 2;
  });
}

describe('PowerSpectrum', () => {
  it.each([2, 8, 64])('equals the definition for %s samples', (size) => {
    const spectrum = new PowerSpectrum(size);
    const out = new Float64Array(spectrum.bins);
    // Twice, because the buffers are used again.
    for (const seed of [1, 2]) {
      const frame = Array.from({ length: size }, (_, i) => Math.sin(seed + i * i));
      spectrum.of(frame, out);
      for (const [k, power] of powers(frame).entries()) expect(out[k]).toBeCloseTo(power, 9);
    }
  });

  it('refuses what is no power of two', () => {
    expect(() => new PowerSpectrum(12)).toThrow(/power of two/);
  });
});

describe('hannWindow', () => {
  it('is periodic: zero at its start and not at its end', () => {
    expect([...hannWindow(4)].map((value) => Number(value.toFixed(6)))).toEqual([0, 0.5, 1, 0.5]);
  });
});
