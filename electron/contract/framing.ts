/** How a picture is brought to the shape of a clip: geometry alone, so that what is shown is what will be made. */
import { z } from 'zod';

/**
 * - `crop`: cut to the shape, keeping what the focus says;
 * - `pad`: all of it, with black beside or above;
 * - `stretch`: squeezed into the shape.
 */
export const fitSchema = z.enum(['crop', 'pad', 'stretch']);
export type Fit = z.infer<typeof fitSchema>;

export type Extent = { readonly width: number; readonly height: number };
export type Rectangle = Extent & { readonly left: number; readonly top: number };
export type Bars = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};
/** The point that a crop keeps nearest to its middle, each from 0 (left, top) to 1. */
export type Focus = { readonly x: number; readonly y: number };

export type Framing = {
  readonly fit: Fit;
  readonly focus: Focus;
  /** Of the clip. */
  readonly shape: Extent;
};

/** A picture framed: a part of it, brought to a size, with black bars around. Pixels. */
export type FramePlan = { readonly part: Rectangle; readonly size: Extent; readonly bars: Bars };

const NO_BARS: Bars = { left: 0, right: 0, top: 0, bottom: 0 };

/** @param maxSide what is larger is made smaller, bars included. */
export function planFraming(picture: Extent, { fit, focus, shape }: Framing, maxSide: number): FramePlan {
  const part =
    fit === 'crop' ? cropRectangle(picture, shape, focus) : { ...extentOf(picture), left: 0, top: 0 };
  const barsAround = (extent: Extent): Bars => (fit === 'pad' ? padding(extent, shape) : NO_BARS);
  const { left, right, top, bottom } = barsAround(part);
  const longest = Math.max(part.width + left + right, part.height + top + bottom);
  const size = scaled(part, Math.min(1, maxSide / longest));
  return { part, size, bars: barsAround(size) };
}

/** The largest part of `picture` that has the shape of `shape`, as near to the focus as the borders allow. */
export function cropRectangle(picture: Extent, shape: Extent, focus: Focus): Rectangle {
  if (hasShape(picture, shape)) return { left: 0, top: 0, ...extentOf(picture) };
  const scale = Math.min(picture.width / shape.width, picture.height / shape.height);
  const width = Math.max(1, Math.round(shape.width * scale));
  const height = Math.max(1, Math.round(shape.height * scale));
  const start = (whole: number, part: number, at: number): number =>
    Math.round(Math.min(Math.max(at * whole - part / 2, 0), whole - part));
  return {
    left: start(picture.width, width, focus.x),
    top: start(picture.height, height, focus.y),
    width,
    height,
  };
}

/** Pixels to add on each side so that `picture` gets the shape of `shape`. */
export function padding(picture: Extent, shape: Extent): Bars {
  if (hasShape(picture, shape)) return NO_BARS;
  const scale = Math.max(picture.width / shape.width, picture.height / shape.height);
  const across = Math.max(0, Math.round(shape.width * scale) - picture.width);
  const down = Math.max(0, Math.round(shape.height * scale) - picture.height);
  const left = Math.floor(across / 2);
  const top = Math.floor(down / 2);
  return { left, right: across - left, top, bottom: down - top };
}

/**
 * Whether a picture has a shape but for a pixel, which rounding takes: what has been framed once is left as it is
 * when it is framed for the same shape again.
 */
export function hasShape({ width, height }: Extent, shape: Extent): boolean {
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1;
  return (
    isNear((shape.height * width) / shape.width, height) ||
    isNear((shape.width * height) / shape.height, width)
  );
}

/** The extent of a picture made smaller; rounded down, so that no limit is passed. */
export function scaled({ width, height }: Extent, scale: number): Extent {
  const side = (pixels: number): number => Math.max(1, Math.floor(pixels * scale + 1e-9));
  return { width: side(width), height: side(height) };
}

const extentOf = ({ width, height }: Extent): Extent => ({ width, height });

const MAX_PIXELS = 100_000_000;
const LEAST_SIDE = 8;

/** Why a picture of this extent is not taken, as the end of a sentence about it; told by its header alone. */
export function extentProblem({ width, height }: Extent): string | undefined {
  const size = `has ${width} x ${height} pixels`;
  if (width * height > MAX_PIXELS) {
    return `${size}: make it smaller, to ${MAX_PIXELS / 1e6} million pixels at most.`;
  }
  return Math.min(width, height) < LEAST_SIDE
    ? `${size}: choose one of at least ${LEAST_SIDE} x ${LEAST_SIDE}.`
    : undefined;
}
