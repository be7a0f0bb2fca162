/// <reference path="./wat.d.ts" />
import compiled from './float32.wat';

/** What `float32.wat` exports. `bytes` is a multiple of 16; the other arguments are rounded to float32. */
type Exports = {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly difference: { value: number };
  readonly norm: { value: number };
  combine(bytes: number, a: number, b: number): void;
  accumulate(bytes: number, a: number, b: number): void;
  divide(bytes: number, divisor: number): void;
  guide(bytes: number, scale: number): void;
  stepCogVideoXDdim(bytes: number, sqrtAlpha: number, sqrtBeta: number, sample: number, clean: number): 0 | 1;
  stepDdim(
    bytes: number,
    sqrtAlpha: number,
    sqrtBeta: number,
    sqrtAlphaNext: number,
    sqrtBetaNext: number,
  ): 0 | 1;
  stepEuler(bytes: number, factor: number, variance: number, sigma: number, delta: number): 0 | 1;
  distance(bytes: number): void;
};

const LANES = 4;
/** Values of an operand in the kernels' memory: few enough that all operands stay in a processor's cache. */
const BLOCK = 16_384;
/** Where `float32.wat` has the first operand, in bytes. */
const FIRST = 2048;

export const kernels = compiled as Exports;
const places = [0, 1, 2].map(
  (place) => new Float32Array(kernels.memory.buffer, FIRST + place * BLOCK * 4, BLOCK),
);
const [result] = places as [Float32Array];

/** Passes arrays of equal length through a kernel block by block. `out`, if any, may be one of them. */
export function inBlocks(
  operands: readonly Float32Array[],
  run: (bytes: number) => void,
  out?: Float32Array,
): void {
  const length = operands[0]?.length ?? 0;
  for (const array of operands) checkLength(array, length);
  if (out !== undefined) checkLength(out, length);
  for (let from = 0; from < length; from += BLOCK) {
    const count = Math.min(BLOCK, length - from);
    const padded = Math.ceil(count / LANES) * LANES;
    operands.forEach((array, i) => {
      const place = places[i] as Float32Array;
      place.set(part(array, from, count));
      place.fill(0, count, padded);
    });
    run(padded * Float32Array.BYTES_PER_ELEMENT);
    out?.set(part(result, 0, count), from);
  }
}

/** Passes a scheduler's step through its kernel. Returns whether every value is finite. */
export function stepInBlocks(
  latents: Float32Array,
  prediction: Float32Array,
  out: Float32Array,
  step: (bytes: number) => 0 | 1,
): boolean {
  let finite = true;
  inBlocks(
    [latents, prediction],
    (bytes) => {
      finite = step(bytes) === 1 && finite;
    },
    out,
  );
  return finite;
}

const part = (array: Float32Array, from: number, count: number): Float32Array =>
  count === array.length ? array : array.subarray(from, from + count);

function checkLength(array: Float32Array, length: number): void {
  if (array.length !== length)
    throw new RangeError(`Arrays of ${length} and ${array.length} values do not match.`);
}
