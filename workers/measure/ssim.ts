/**
 * Structural similarity of two pictures: Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error
 * visibility to structural similarity", IEEE TIP 2004; on Rec. 601 luma, with their 11 × 11 Gaussian window of
 * σ = 1.5, K1 = 0.01 and K2 = 0.03, averaged over every window that lies inside the picture.
 */

const WINDOW = 11;
const SIGMA = 1.5;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

export type ClipSize = { readonly frames: number; readonly width: number; readonly height: number };

/** Mean SSIM of two RGB clips `[frames, height, width, 3]` over all their frames: 1 where they are equal. */
export function ssim(a: Uint8Array, b: Uint8Array, { frames, width, height }: ClipSize): number {
  const values = frames * width * height * 3;
  if (a.length !== values || b.length !== values) {
    throw new RangeError(`${a.length} and ${b.length} values where ${values} were expected.`);
  }
  const frameValues = width * height * 3;
  let sum = 0;
  for (let frame = 0; frame < frames; frame++) {
    const from = frame * frameValues;
    const to = from + frameValues;
    sum += pictureSsim(lumaOf(a.subarray(from, to)), lumaOf(b.subarray(from, to)), width, height);
  }
  return sum / frames;
}

function pictureSsim(a: Float64Array, b: Float64Array, width: number, height: number): number {
  // Pictures smaller than the window are seen through the largest one that fits.
  const window = gaussian(Math.min(WINDOW, width, height));
  const smooth = (values: Float64Array): Float64Array => blur(values, width, height, window);
  const meanA = smooth(a);
  const meanB = smooth(b);
  const squareA = smooth(product(a, a));
  const squareB = smooth(product(b, b));
  const both = smooth(product(a, b));
  let sum = 0;
  for (let i = 0; i < meanA.length; i++) {
    const [ma, mb] = [meanA[i] as number, meanB[i] as number];
    const varianceA = (squareA[i] as number) - ma * ma;
    const varianceB = (squareB[i] as number) - mb * mb;
    const covariance = (both[i] as number) - ma * mb;
    sum +=
      ((2 * ma * mb + C1) * (2 * covariance + C2)) /
      ((ma * ma + mb * mb + C1) * (varianceA + varianceB + C2));
  }
  return sum / meanA.length;
}

function lumaOf(rgb: Uint8Array): Float64Array {
  return Float64Array.from({ length: rgb.length / 3 }, (_, i) => {
    const [red, green, blue] = [rgb[i * 3] as number, rgb[i * 3 + 1] as number, rgb[i * 3 + 2] as number];
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}

const product = (a: Float64Array, b: Float64Array): Float64Array =>
  a.map((value, i) => value * (b[i] as number));

/** Weights that sum to 1. */
function gaussian(size: number): Float64Array {
  const middle = (size - 1) / 2;
  const weights = Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - middle) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Weighted means of every window inside the picture, rows first and then columns. */
function blur(values: Float64Array, width: number, height: number, window: Float64Array): Float64Array {
  const outWidth = width - window.length + 1;
  const outHeight = height - window.length + 1;
  const rows = new Float64Array(outWidth * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < outWidth; x++) {
      let sum = 0;
      for (let k = 0; k < window.length; k++)
        sum += (window[k] as number) * (values[y * width + x + k] as number);
      rows[y * outWidth + x] = sum;
    }
  }
  const out = new Float64Array(outWidth * outHeight);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      let sum = 0;
      for (let k = 0; k < window.length; k++)
        sum += (window[k] as number) * (rows[(y + k) * outWidth + x] as number);
      out[y * outWidth + x] = sum;
    }
  }
  return out;
}
