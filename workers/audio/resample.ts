/** Zero crossings of the resampling filter on either side. */
const HALF_WIDTH = 32;

/**
 * The sound at another sampling rate: a sinc under a Hann window, cut off below the lower of the two Nyquist
 * frequencies. Silence is assumed before and after; the result has `round(samples · to / from)` samples.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples.slice();
  const cutoff = Math.min(1, to / from);
  const reach = HALF_WIDTH / cutoff;
  return Float32Array.from({ length: Math.round((samples.length * to) / from) }, (_, n) => {
    const centre = (n * from) / to;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(samples.length - 1, Math.floor(centre + reach));
    let sum = 0;
    for (let k = first; k <= last; k++) {
      const distance = (k - centre) * cutoff;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / HALF_WIDTH);
      sum += (samples[k] as number) * sinc(distance) * window;
    }
    return sum * cutoff;
  });
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
