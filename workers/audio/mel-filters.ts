/** Slaney's mel scale: linear below 1 kHz, logarithmic above (librosa, and transformers' `mel_scale="slaney"`). */
const BREAK_HERTZ = 1000;
const BREAK_MEL = 15;
const MELS_PER_HERTZ = 3 / 200;
const LOG_STEP = Math.log(6.4) / 27;

function toMel(hertz: number): number {
  return hertz < BREAK_HERTZ ? hertz * MELS_PER_HERTZ : BREAK_MEL + Math.log(hertz / BREAK_HERTZ) / LOG_STEP;
}

function toHertz(mel: number): number {
  return mel < BREAK_MEL ? mel / MELS_PER_HERTZ : BREAK_HERTZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}

export type MelFilterOptions = {
  /** Frequencies 0 … ⌊rate/2⌋ of the spectrum. */
  readonly spectrumBins: number;
  readonly melBins: number;
  readonly minHertz: number;
  readonly maxHertz: number;
  readonly sampleRate: number;
};

/** Triangles of unit area, `[melBins][spectrumBins]` (transformers `mel_filter_bank`, `norm="slaney"`). */
export function slaneyMelFilters(options: MelFilterOptions): Float64Array[] {
  const { spectrumBins, melBins, minHertz, maxHertz, sampleRate } = options;
  const low = toMel(minHertz);
  const step = (toMel(maxHertz) - low) / (melBins + 1);
  const edges = Array.from({ length: melBins + 2 }, (_, i) => toHertz(low + step * i));
  const spacing = Math.floor(sampleRate / 2) / (spectrumBins - 1);
  return Array.from({ length: melBins }, (_, m) => {
    const [left = 0, centre = 0, right = 0] = edges.slice(m, m + 3);
    return Float64Array.from({ length: spectrumBins }, (_, k) => {
      const hertz = k * spacing;
      const rising = (hertz - left) / (centre - left);
      const falling = (right - hertz) / (right - centre);
      return (Math.max(0, Math.min(rising, falling)) * 2) / (right - left);
    });
  });
}
