import { describe, expect, it } from 'vitest';
import { clapFeatures, clapFeaturesConfigSchema } from './clap-features';

const config = clapFeaturesConfigSchema.parse({
  feature_size: 8,
  sampling_rate: 8000,
  hop_length: 100,
  fft_window_size: 256,
  frequency_min: 50,
  frequency_max: 4000,
  nb_max_samples: 4000,
  padding: 'repeatpad',
  truncation: 'rand_trunc',
});

const tone = (samples: number): Float32Array =>
  Float32Array.from({ length: samples }, (_, i) => Math.sin((2 * Math.PI * 1000 * i) / 8000));

const column = (features: Float32Array, frame: number): Float32Array =>
  features.subarray(frame * 8, (frame + 1) * 8);

describe('clapFeatures', () => {
  it('always has as many frames, for a short sound, a long one and one of a single sample', () => {
    for (const samples of [1, 100, 4000, 9000])
      expect(clapFeatures(tone(samples), config)).toHaveLength(41 * 8);
  });

  it('hears a sound again as often as it fits, then silence', () => {
    // 1500 samples fit twice: the rest of the 4000 is silent.
    const heard = clapFeatures(tone(1500), config);
    expect(Math.max(...column(heard, 5))).toBeGreaterThan(0);
    expect(Math.max(...column(heard, 25))).toBeGreaterThan(0);
    expect(Math.max(...column(heard, 38))).toBeCloseTo(-100, 3);
  });

  it('hears the beginning of a long sound', () => {
    const long = new Float32Array(9000);
    long.set(tone(4000));
    expect(clapFeatures(long, config)).toEqual(clapFeatures(tone(4000), config));
  });
});
