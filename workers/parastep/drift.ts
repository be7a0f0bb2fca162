/**
 * How far the reused noise was from the noise then predicted: `‖predicted − reused‖ / ‖predicted‖` (relative
 * L2 distance; 0 means that reuse was exact).
 */
export function drift(reused: Float32Array, predicted: Float32Array): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < predicted.length; i++) {
    const value = predicted[i] as number;
    const delta = value - (reused[i] as number);
    difference += delta * delta;
    norm += value * value;
  }
  if (norm === 0) return difference === 0 ? 0 : Number.POSITIVE_INFINITY;
  return Math.sqrt(difference / norm);
}
