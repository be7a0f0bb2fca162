/**
 * The power `|X_k|²`, k = 0 … n/2, of real frames of `size` samples, `size` a power of two. One instance holds
 * the tables and the buffers for every frame (iterative radix-2, in float64).
 */
export class PowerSpectrum {
  readonly bins: number;
  readonly #size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #order: Uint32Array;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;

  constructor(size: number) {
    if (!Number.isInteger(Math.log2(size)) || size < 2) {
      throw new RangeError(`A Fourier transform of ${size} samples is not a power of two.`);
    }
    this.#size = size;
    this.bins = size / 2 + 1;
    this.#cos = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / size));
    this.#order = bitReversed(size);
    this.#real = new Float64Array(size);
    this.#imaginary = new Float64Array(size);
  }

  /** @param frame `size` samples. @param out `bins` powers. */
  of(frame: ArrayLike<number>, out: Float64Array): void {
    const re = this.#real;
    const im = this.#imaginary.fill(0);
    for (let i = 0; i < this.#size; i++) re[i] = frame[this.#order[i] as number] as number;
    for (let half = 1; half < this.#size; half *= 2) {
      const stride = this.#size / (2 * half);
      for (let start = 0; start < this.#size; start += 2 * half) {
        for (let k = 0; k < half; k++) this.#butterfly(start + k, start + k + half, k * stride);
      }
    }
    for (let k = 0; k < this.bins; k++) out[k] = (re[k] as number) ** 2 + (im[k] as number) ** 2;
  }

  #butterfly(a: number, b: number, angle: number): void {
    const re = this.#real;
    const im = this.#imaginary;
    const cos = this.#cos[angle] as number;
    const sin = this.#sin[angle] as number;
    const bRe = (re[b] as number) * cos + (im[b] as number) * sin;
    const bIm = (im[b] as number) * cos - (re[b] as number) * sin;
    const aRe = re[a] as number;
    const aIm = im[a] as number;
    re[a] = aRe + bRe;
    im[a] = aIm + bIm;
    re[b] = aRe - bRe;
    im[b] = aIm - bIm;
  }
}

function bitReversed(size: number): Uint32Array {
  const order = new Uint32Array(size);
  for (let i = 1; i < size; i++) {
    order[i] = ((order[i >> 1] as number) >> 1) | (i & 1 ? size / 2 : 0);
  }
  return order;
}

/** A periodic Hann window of `size` samples, as SciPy and transformers have it for spectra. */
export function hannWindow(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
}
