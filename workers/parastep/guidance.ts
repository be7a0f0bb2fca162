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
  const f = Math.fround;
  const block = out.length / scales.length;
  if (!Number.isInteger(block)) {
    throw new RangeError(`${scales.length} guidance scales do not divide ${out.length} values.`);
  }
  scales.forEach((value, index) => {
    const scale = f(value);
    const end = (index + 1) * block;
    for (let i = index * block; i < end; i++) {
      const u = unconditional[i] as number;
      out[i] = u + f(scale * f((conditional[i] as number) - u));
    }
  });
}
