export type Term = { readonly coefficient: number; readonly data: Float32Array };

/**
 * `out = Σ coefficient · data` in one pass over `out` for two terms, one more pass for each further pair.
 * Coefficients are rounded to float32, products are exact in float64, and each pass rounds once.
 */
export function linearCombination(terms: readonly Term[], out: Float32Array): void {
  out.fill(0);
  for (let t = 0; t < terms.length; t += 2) {
    const a = terms[t];
    const b = terms[t + 1];
    if (a === undefined) return;
    const ka = Math.fround(a.coefficient);
    const from = a.data;
    if (b === undefined) {
      for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + ka * (from[i] as number);
      return;
    }
    const kb = Math.fround(b.coefficient);
    const and = b.data;
    if (t === 0) {
      for (let i = 0; i < out.length; i++) out[i] = ka * (from[i] as number) + kb * (and[i] as number);
    } else {
      for (let i = 0; i < out.length; i++) {
        out[i] = (out[i] as number) + ka * (from[i] as number) + kb * (and[i] as number);
      }
    }
  }
}
