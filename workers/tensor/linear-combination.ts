import { inBlocks, kernels } from './kernels/float32';

export type Term = { readonly coefficient: number; readonly data: Float32Array };

/** `out = Σ coefficient · data`, two terms a pass; coefficients, products and sums are rounded to float32. */
export function linearCombination(terms: readonly Term[], out: Float32Array): void {
  const zero: Term = { coefficient: 0, data: terms[0]?.data ?? out };
  const [a = zero, b = zero, ...rest] = terms;
  inBlocks([a.data, b.data], (bytes) => kernels.combine(bytes, a.coefficient, b.coefficient), out);
  for (let t = 0; t < rest.length; t += 2) {
    const [x = zero, y = zero] = rest.slice(t, t + 2);
    inBlocks([out, x.data, y.data], (bytes) => kernels.accumulate(bytes, x.coefficient, y.coefficient), out);
  }
}
