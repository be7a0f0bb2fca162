import { inBlocks, kernels } from '../tensor/kernels/float32';

/**
 * Classifier-free guidance `ε = u + g · (c − u)`, rounded after every operation as PyTorch rounds float32.
 * One scale serves the whole tensor; several serve equal consecutive blocks of it (SVD has one per frame).
 * `out` may be one of the inputs.
 */
export function applyGuidance(
  unconditional: Float32Array,
  conditional: Float32Array,
  scales: readonly number[],
  out: Float32Array,
): void {
  const block = out.length / scales.length;
  if (!Number.isInteger(block)) {
    throw new RangeError(`${scales.length} guidance scales do not divide ${out.length} values.`);
  }
  scales.forEach((scale, index) => {
    const [u, c, guided] = [unconditional, conditional, out].map((array) =>
      array.subarray(index * block, (index + 1) * block),
    ) as [Float32Array, Float32Array, Float32Array];
    inBlocks([u, c], (bytes) => kernels.guide(bytes, scale), guided);
  });
}
