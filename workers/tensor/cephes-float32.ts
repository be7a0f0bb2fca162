/**
 * Natural logarithm, sine and cosine in float32, rounded exactly as PyTorch's vectorised x86 kernels round
 * them when they turn uniforms into normals. The polynomials and constants are those of the Cephes library
 * (S. L. Moshier) in the form that the AVX vector-maths lineage uses (J. Pommier, G. Garberoglio; zlib
 * licence). `fma` stands for a fused multiply-add: one rounding of the exact a·b + c.
 */
const f = Math.fround;
const fma = (a: number, b: number, c: number): number => f(a * b + c);

const SQRT_HALF = f(Math.SQRT1_2);
const LOG_COEFFICIENTS = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(f) as [number, ...number[]];
const LOG2_LOW = f(-2.1219444e-4);
const LOG2_HIGH = f(0.693359375);

const FOUR_OVER_PI = f(1.27323954473516);
const QUARTER_PI_PARTS = [-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8].map(f) as [
  number,
  number,
  number,
];
const COS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(f) as [
  number,
  number,
  number,
];
const SIN = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(f) as [number, number, number];

const bits = new DataView(new ArrayBuffer(4));

/** ln(x) of a positive, normal float32. */
export function logFloat32(value: number): number {
  bits.setFloat32(0, value);
  const word = bits.getUint32(0);
  let exponent = (word >>> 23) - 126;
  bits.setUint32(0, (word & 0x007fffff) | 0x3f000000);
  const mantissa = bits.getFloat32(0);
  let x = f(mantissa - 1);
  if (mantissa < SQRT_HALF) {
    exponent -= 1;
    x = f(x + mantissa);
  }
  const z = f(x * x);
  let y: number = LOG_COEFFICIENTS[0];
  for (let k = 1; k < LOG_COEFFICIENTS.length; k++) y = fma(y, x, LOG_COEFFICIENTS[k] as number);
  y = f(y * x);
  y = fma(y, z, f(exponent * LOG2_LOW));
  y = f(y - z * 0.5);
  x = f(x + y);
  return fma(exponent, LOG2_HIGH, x);
}

export type SinCos = { sin: number; cos: number };

/** Sine and cosine of a float32 angle in [0, 2π], written into `out`. */
export function sinCosFloat32(angle: number, out: SinCos): void {
  const j = (Math.trunc(f(angle * FOUR_OVER_PI)) + 1) & ~1;
  let x = angle;
  for (const part of QUARTER_PI_PARTS) x = fma(j, part, x);
  const z = f(x * x);

  let cos = fma(fma(COS[0], z, COS[1]), z, COS[2]);
  cos = f(cos * z);
  cos = fma(cos, z, -f(z * 0.5));
  cos = f(cos + 1);

  let sin = fma(fma(SIN[0], z, SIN[1]), z, SIN[2]);
  sin = f(sin * z);
  sin = fma(sin, x, x);

  const swapped = (j & 2) !== 0;
  const s = swapped ? cos : sin;
  const c = swapped ? sin : cos;
  out.sin = (j & 4) !== 0 ? -s : s;
  out.cos = (~(j - 2) & 4) !== 0 ? -c : c;
}
