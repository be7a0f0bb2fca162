export type Term = { readonly coefficient: number; readonly data: Float32Array };

/**
 * `out = Σ coefficient · data`, two terms a pass. Coefficients are rounded to float32, products are exact in
 * float64, and each pass rounds once.
 */
export function linearCombination(terms: readonly Term[], out: Float32Array): void {
  const zero: Term = { coefficient: 0, data: terms[0]?.data ?? out };
  const [a = zero, b = zero, ...rest] = terms;
  combine(a, b, out);
  for (let t = 0; t < rest.length; t += 2) accumulate(rest[t] as Term, rest[t + 1] ?? zero, out);
}

function combine(a: Term, b: Term, out: Float32Array): void {
  const ka = Math.fround(a.coefficient);
  const kb = Math.fround(b.coefficient);
  const { data: x } = a;
  const { data: y } = b;
  for (let i = 0; i < out.length; i++) out[i] = ka * (x[i] as number) + kb * (y[i] as number);
}

function accumulate(a: Term, b: Term, out: Float32Array): void {
  const ka = Math.fround(a.coefficient);
  const kb = Math.fround(b.coefficient);
  const { data: x } = a;
  const { data: y } = b;
  for (let i = 0; i < out.length; i++) {
    out[i] = (out[i] as number) + ka * (x[i] as number) + kb * (y[i] as number);
  }
}
