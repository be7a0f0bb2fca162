/** A float32 picture of separate planes, `[channels, height, width]`. */
export type Planes = {
  readonly channels: number;
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
};

/** Cubic convolution coefficient of PyTorch's bicubic interpolation. */
const CUBIC_A = -0.75;

/**
 * The resize that diffusers' Stable Video Diffusion applies before CLIP (`_resize_with_antialiasing`): a
 * Gaussian blur whose width follows the scale, mirrored at the borders, then bicubic interpolation with
 * aligned corners. Blurred are only the columns and rows that the interpolation reads, a small part of a photograph.
 */
export function antialiasedResize(image: Planes, width: number, height: number): Planes {
  const columns = cubicTaps(image.width, width);
  const rows = cubicTaps(image.height, height);
  const blurredRows = blurRows(image, gaussianTaps(image.width / width), columns.read);
  const blurred = blurColumns(blurredRows, gaussianTaps(image.height / height), rows.read);
  return interpolate(blurred, columns.taps, rows.taps);
}

/** Float32 taps of a Gaussian with `σ = max((factor − 1) / 2, 0.001)`, an odd number of at least 3, summing to 1. */
export function gaussianTaps(factor: number): Float32Array {
  const sigma = Math.max((factor - 1) / 2, 0.001);
  const wanted = Math.trunc(Math.max(2 * 2 * sigma, 3));
  const size = wanted % 2 === 0 ? wanted + 1 : wanted;
  const f = Math.fround;
  const taps = Float32Array.from({ length: size }, (_, i) => {
    const x = i - Math.floor(size / 2);
    return Math.exp(f(f(-(x * x)) / f(2 * f(sigma * sigma))));
  });
  const sum = taps.reduce((total, tap) => f(total + tap), 0);
  return taps.map((tap) => tap / sum);
}

/** Every row blurred, at the given columns alone: `[channels, height, columns]`. */
function blurRows(
  { channels, width, height, data }: Planes,
  taps: Float32Array,
  columns: Int32Array,
): Planes {
  const out = new Float32Array(channels * height * columns.length);
  const half = (taps.length - 1) / 2;
  const from = Int32Array.from({ length: columns.length * taps.length }, (_, i) =>
    mirrored((columns[Math.floor(i / taps.length)] as number) + (i % taps.length) - half, width),
  );
  let to = 0;
  for (let row = 0; row < channels * height; row++) {
    const base = row * width;
    let at = 0;
    for (let x = 0; x < columns.length; x++) {
      let sum = 0;
      for (let k = 0; k < taps.length; k++) {
        sum += (taps[k] as number) * (data[base + (from[at++] as number)] as number);
      }
      out[to++] = sum;
    }
  }
  return { channels, width: columns.length, height, data: out };
}

/** Every column blurred, at the given rows alone: `[channels, rows, width]`. */
function blurColumns(
  { channels, width, height, data }: Planes,
  taps: Float32Array,
  rows: Int32Array,
): Planes {
  const out = new Float32Array(channels * rows.length * width);
  const half = (taps.length - 1) / 2;
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < rows.length; y++) {
      const to = (c * rows.length + y) * width;
      for (let k = 0; k < taps.length; k++) {
        const from = (c * height + mirrored((rows[y] as number) + k - half, height)) * width;
        const tap = taps[k] as number;
        for (let x = 0; x < width; x++) {
          out[to + x] = (out[to + x] as number) + tap * (data[from + x] as number);
        }
      }
    }
  }
  return { channels, width, height: rows.length, data: out };
}

/** Index mirrored at the borders without repeating the edge (PyTorch's `reflect`). */
function mirrored(index: number, size: number): number {
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const wrapped = ((index % period) + period) % period;
  return wrapped < size ? wrapped : period - wrapped;
}

type CubicTap = {
  /** Places in the list of samples that are read. */
  readonly from: readonly [number, number, number, number];
  readonly weights: readonly [number, number, number, number];
};

function interpolate(
  { channels, width, height, data }: Planes,
  columns: readonly CubicTap[],
  rows: readonly CubicTap[],
): Planes {
  const out = new Float32Array(channels * columns.length * rows.length);
  const f = Math.fround;
  for (let c = 0; c < channels; c++) {
    const plane = c * width * height;
    rows.forEach((row, y) => {
      columns.forEach((column, x) => {
        let sum = 0;
        for (let j = 0; j < 4; j++) {
          const base = plane + (row.from[j] as number) * width;
          let line = 0;
          for (let i = 0; i < 4; i++) {
            line = f(
              line + f((data[base + (column.from[i] as number)] as number) * (column.weights[i] as number)),
            );
          }
          sum = f(sum + f(line * (row.weights[j] as number)));
        }
        out[(c * rows.length + y) * columns.length + x] = sum;
      });
    });
  }
  return { channels, width: columns.length, height: rows.length, data: out };
}

/** For every output index four input samples, clamped at the borders, and their weights; and all samples that are read, ascending. */
function cubicTaps(
  size: number,
  newSize: number,
): { readonly taps: readonly CubicTap[]; readonly read: Int32Array } {
  const f = Math.fround;
  const scale = newSize > 1 ? f((size - 1) / (newSize - 1)) : 0;
  const clamp = (index: number): number => Math.min(Math.max(index, 0), size - 1);
  const samples = Array.from({ length: newSize }, (_, i) => {
    const position = f(scale * i);
    const floor = Math.floor(position);
    const t = f(position - floor);
    return {
      from: [clamp(floor - 1), clamp(floor), clamp(floor + 1), clamp(floor + 2)] as const,
      weights: [cubicFar(f(t + 1)), cubicNear(t), cubicNear(f(1 - t)), cubicFar(f(f(1 - t) + 1))] as const,
    };
  });
  const read = Int32Array.from(new Set(samples.flatMap(({ from }) => from))).sort();
  const place = new Map(Array.from(read, (sample, i) => [sample, i]));
  const at = (sample: number): number => place.get(sample) ?? 0;
  const taps = samples.map(({ from: [a, b, c, d], weights }): CubicTap => {
    return { from: [at(a), at(b), at(c), at(d)], weights };
  });
  return { taps, read };
}

/** Weight of a sample at a distance of up to 1. */
function cubicNear(x: number): number {
  return Math.fround(((CUBIC_A + 2) * x - (CUBIC_A + 3)) * x * x + 1);
}

/** Weight of a sample at a distance from 1 to 2. */
function cubicFar(x: number): number {
  return Math.fround(((CUBIC_A * x - 5 * CUBIC_A) * x + 8 * CUBIC_A) * x - 4 * CUBIC_A);
}
