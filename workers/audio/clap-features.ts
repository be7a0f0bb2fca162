import { z } from 'zod';
import { hannWindow, PowerSpectrum } from './fourier';
import { slaneyMelFilters } from './mel-filters';

const powerOfTwo = z
  .int()
  .min(2)
  .max(65_536)
  .refine((size) => Number.isInteger(Math.log2(size)), 'must be a power of two');

/** `feature_extractor/preprocessor_config.json` of transformers' `ClapFeatureExtractor`, without fusion. */
export const clapFeaturesConfigSchema = z.object({
  feature_size: z.int().min(1).max(1024),
  sampling_rate: z.int().min(1).max(384_000),
  hop_length: z.int().min(1),
  fft_window_size: powerOfTwo,
  frequency_min: z.number().min(0),
  frequency_max: z.number().positive(),
  nb_max_samples: z.int().min(1).max(100_000_000),
  padding: z.literal('repeatpad'),
  truncation: z.literal('rand_trunc'),
});
export type ClapFeaturesConfig = z.infer<typeof clapFeaturesConfigSchema>;

/** Power below which a level is not told apart, −100 dB. */
const LEAST_POWER = 1e-10;

/**
 * What CLAP hears of a sound, `[frames, feature_size]` decibels: repeated as often as it fits (then silence), or
 * cut, to the extractor's length. transformers cuts a long sound at a random place; here it is the beginning.
 *
 * @param samples at the extractor's rate.
 */
export function clapFeatures(samples: Float32Array, config: ClapFeaturesConfig): Float32Array {
  const { fft_window_size: size, hop_length: hop, feature_size: mels, nb_max_samples: length } = config;
  const padded = reflected(repeated(samples, length), size / 2);
  const spectrum = new PowerSpectrum(size);
  const window = hannWindow(size);
  const filters = slaneyMelFilters({
    spectrumBins: spectrum.bins,
    melBins: mels,
    minHertz: config.frequency_min,
    maxHertz: config.frequency_max,
    sampleRate: config.sampling_rate,
  });
  const frames = Math.floor((padded.length - size) / hop) + 1;
  const power = new Float64Array(spectrum.bins);
  const out = new Float32Array(frames * mels);
  for (let frame = 0; frame < frames; frame++) {
    spectrum.of(
      window.map((weight, i) => weight * (padded[frame * hop + i] as number)),
      power,
    );
    filters.forEach((filter, m) => {
      const level = filter.reduce((sum, weight, k) => sum + weight * (power[k] as number), 0);
      out[frame * mels + m] = 10 * Math.log10(Math.max(LEAST_POWER, level));
    });
  }
  return out;
}

function repeated(samples: Float32Array, length: number): Float32Array {
  const out = new Float32Array(length);
  const times = Math.max(1, Math.floor(length / samples.length));
  for (let i = 0; i < times; i++) out.set(samples.subarray(0, length), i * samples.length);
  return out;
}

/** `reach` samples mirrored at each end, without repeating the outermost. */
function reflected(samples: Float32Array, reach: number): Float32Array {
  const out = new Float32Array(samples.length + 2 * reach);
  out.set(samples, reach);
  const last = samples.length - 1;
  for (let i = 1; i <= reach; i++) {
    out[reach - i] = samples[Math.min(i, last)] as number;
    out[reach + last + i] = samples[Math.max(last - i, 0)] as number;
  }
  return out;
}
