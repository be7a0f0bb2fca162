import { spectralDistances } from '../../../electron/contract/index';

export type DistanceCurve = {
  /** Mean over all frames, in dB. */
  readonly mean: number;
  readonly points: readonly { readonly at: number; readonly value: number }[];
};

/** A curve of more points than this shows no more. */
const MOST_POINTS = 120;

/** The spectral distance of two sounds over time, in as many points as can be seen; `at` is in seconds. */
export function distanceCurve(a: Float32Array, b: Float32Array, sampleRate: number): DistanceCurve {
  const { distances, hop } = spectralDistances(a, b);
  const per = Math.ceil(distances.length / MOST_POINTS);
  const points = Array.from({ length: Math.ceil(distances.length / per) }, (_, i) => {
    const part = distances.subarray(i * per, (i + 1) * per);
    return { at: (i * per * hop) / sampleRate, value: mean(part) };
  });
  return { mean: mean(distances), points };
}

const mean = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
