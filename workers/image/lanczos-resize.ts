import type { RgbImage } from './rgb-image';

/** Radius of the Lanczos window in source pixels at scale 1. */
const SUPPORT = 3;
/** Weights are fixed-point numbers with this many fractional bits. */
const PRECISION_BITS = 32 - 8 - 2;
const CHANNELS = 3;

/** The weights of one output pixel over `weights.length` input pixels from `start` on. */
type Window = { readonly start: number; readonly weights: Int32Array };

/**
 * Pillow's `Image.resize(size, Image.LANCZOS)` on 8-bit RGB, to the last bit: antialiased, fixed-point weights,
 * each pass rounded to bytes.
 */
export function lanczosResize(image: RgbImage, width: number, height: number): RgbImage {
  // Pillow 13 begins with the rows, except where height shrinks by more than twice what width does.
  const shrink = image.height - height;
  const columnsFirst = shrink > 0 && shrink > 2 * (image.width - width);
  return columnsFirst
    ? resizeRows(resizeColumns(image, height), width)
    : resizeColumns(resizeRows(image, width), height);
}

function resizeRows(image: RgbImage, newWidth: number): RgbImage {
  const { width, height, data } = image;
  if (newWidth === width) return image;
  const windows = windowsOf(width, newWidth);
  const out = new Uint8Array(newWidth * height * CHANNELS);
  for (let y = 0; y < height; y++) {
    windows.forEach(({ start, weights }, x) => {
      const from = (y * width + start) * CHANNELS;
      const to = (y * newWidth + x) * CHANNELS;
      for (let c = 0; c < CHANNELS; c++) out[to + c] = weightedByte(data, from + c, CHANNELS, weights);
    });
  }
  return { width: newWidth, height, data: out };
}

function resizeColumns(image: RgbImage, newHeight: number): RgbImage {
  const { width, height, data } = image;
  if (newHeight === height) return image;
  const stride = width * CHANNELS;
  const out = new Uint8Array(stride * newHeight);
  windowsOf(height, newHeight).forEach(({ start, weights }, y) => {
    for (let i = 0; i < stride; i++)
      out[y * stride + i] = weightedByte(data, start * stride + i, stride, weights);
  });
  return { width, height: newHeight, data: out };
}

/** Sum of `weights · data` at steps of `stride`, rounded and clamped to a byte. Sums fit a double exactly. */
function weightedByte(data: Uint8Array, from: number, stride: number, weights: Int32Array): number {
  let sum = 2 ** (PRECISION_BITS - 1);
  for (let k = 0; k < weights.length; k++)
    sum += (data[from + k * stride] as number) * (weights[k] as number);
  return Math.min(Math.max(Math.floor(sum / 2 ** PRECISION_BITS), 0), 255);
}

function windowsOf(size: number, newSize: number): Window[] {
  const scale = size / newSize;
  const filterScale = Math.max(scale, 1);
  const support = SUPPORT * filterScale;
  return Array.from({ length: newSize }, (_, i) => {
    const center = (i + 0.5) * scale;
    const start = Math.max(Math.trunc(center - support + 0.5), 0);
    const end = Math.min(Math.trunc(center + support + 0.5), size);
    const raw = Array.from({ length: end - start }, (_, k) =>
      lanczos((k + start - center + 0.5) / filterScale),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    const weights = raw.map((weight) => {
      const fixed = (sum === 0 ? weight : weight / sum) * 2 ** PRECISION_BITS;
      return Math.trunc(fixed + (fixed < 0 ? -0.5 : 0.5));
    });
    return { start, weights: Int32Array.from(weights) };
  });
}

function lanczos(x: number): number {
  return x >= -SUPPORT && x < SUPPORT ? sinc(x) * sinc(x / SUPPORT) : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}
