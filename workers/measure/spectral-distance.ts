/**
 * Log-spectral distance of two sounds: Gray and Markel, "Distance measures for speech processing", IEEE TASSP 1976.
 * Of each pair of short frames it is the root mean square, over the frequencies, of the difference of their levels
 * in dB; of two sounds it is the mean over their frames. 0 where they are equal, and blind to phase.
 */
import { hannWindow, PowerSpectrum } from '../audio/fourier';

/** Samples of a frame, and from one frame to the next: 64 and 16 ms at 16 kHz. */
const FRAME = 1024;
const HOP = 256;
/** What lies this far below the loudest of both sounds is not heard, and its level is noise. */
const FLOOR_DB = 80;

export type SpectralDistances = {
  /** One per frame, in dB. */
  readonly distances: Float64Array;
  /** Samples from one frame to the next. */
  readonly hop: number;
};

/** @param a Samples in −1…1. @param b As many, at the same rate. */
export function spectralDistances(a: Float32Array, b: Float32Array): SpectralDistances {
  if (a.length !== b.length) throw new RangeError(`${a.length} samples against ${b.length}.`);
  const [levelsA, levelsB] = [powersOf(a), powersOf(b)];
  const loudest = Math.max(greatest(levelsA), greatest(levelsB));
  const floor = loudest === 0 ? 1 : loudest * 10 ** (-FLOOR_DB / 10);
  const bins = FRAME / 2 + 1;
  const distances = new Float64Array(levelsA.length / bins);
  for (let frame = 0; frame < distances.length; frame++) {
    let sum = 0;
    for (let i = frame * bins; i < (frame + 1) * bins; i++) {
      const ratio = Math.max(levelsA[i] as number, floor) / Math.max(levelsB[i] as number, floor);
      sum += (10 * Math.log10(ratio)) ** 2;
    }
    distances[frame] = Math.sqrt(sum / bins);
  }
  return { distances, hop: HOP };
}

/** The mean over the frames, in dB. */
export function spectralDistance(a: Float32Array, b: Float32Array): number {
  const { distances } = spectralDistances(a, b);
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

/**
 * Spectral convergence: `‖|A| − |B|‖ / ‖|B|‖` over all frames and frequencies (Sturmel and Daudet, DAFx 2011). 0
 * where both sound alike.
 *
 * @param reference as many samples as `made`, at the same rate.
 */
export function spectralConvergence(made: Float32Array, reference: Float32Array): number {
  if (made.length !== reference.length)
    throw new RangeError(`${made.length} samples against ${reference.length}.`);
  const [powers, referencePowers] = [powersOf(made), powersOf(reference)];
  let difference = 0;
  let norm = 0;
  for (const [i, power] of referencePowers.entries()) {
    difference += (Math.sqrt(powers[i] as number) - Math.sqrt(power)) ** 2;
    norm += power;
  }
  if (norm === 0) return difference === 0 ? 0 : Number.POSITIVE_INFINITY;
  return Math.sqrt(difference / norm);
}

/** Powers `[frames, bins]` of frames that begin at every hop; what hangs over the end is silence. */
function powersOf(samples: Float32Array): Float64Array {
  const frames = Math.max(1, Math.ceil((samples.length - FRAME) / HOP) + 1);
  const spectrum = new PowerSpectrum(FRAME);
  const window = hannWindow(FRAME);
  const frame = new Float64Array(FRAME);
  const powers = new Float64Array(frames * spectrum.bins);
  for (let at = 0; at < frames; at++) {
    for (let i = 0; i < FRAME; i++) frame[i] = (samples[at * HOP + i] ?? 0) * (window[i] as number);
    spectrum.of(frame, powers.subarray(at * spectrum.bins, (at + 1) * spectrum.bins));
  }
  return powers;
}

const greatest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0);
