import { inBlocks, kernels } from '../tensor/kernels/float32';

/**
 * How far the reused noise was from the noise then predicted: `‖predicted − reused‖ / ‖predicted‖` (relative
 * L2 distance; 0 means that reuse was exact).
 */
export function drift(reused: Float32Array, predicted: Float32Array): number {
  kernels.difference.value = 0;
  kernels.norm.value = 0;
  inBlocks([reused, predicted], (bytes) => kernels.distance(bytes));
  const difference = kernels.difference.value;
  const norm = kernels.norm.value;
  if (norm === 0) return difference === 0 ? 0 : Number.POSITIVE_INFINITY;
  return Math.sqrt(difference / norm);
}
