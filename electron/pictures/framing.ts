/** How a picture is brought to the shape of the clip. */
export type Fit =
  /** Cut to the shape, keeping what the focus says. */
  | 'crop'
  /** All of it, with black beside or above. */
  | 'pad'
  /** Squeezed into the shape. */
  | 'stretch';

export type Extent = { readonly width: number; readonly height: number };
export type Rectangle = Extent & { readonly left: number; readonly top: number };
/** The point that a crop keeps nearest to its middle, each from 0 (left, top) to 1. */
export type Focus = { readonly x: number; readonly y: number };

/** The largest part of `picture` that has the shape of `shape`, as near to the focus as the borders allow. */
export function cropRectangle(picture: Extent, shape: Extent, focus: Focus): Rectangle {
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
export function padding(
  picture: Extent,
  shape: Extent,
): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number } {
  const scale = Math.max(picture.width / shape.width, picture.height / shape.height);
  const across = Math.max(0, Math.round(shape.width * scale) - picture.width);
  const down = Math.max(0, Math.round(shape.height * scale) - picture.height);
  const left = Math.floor(across / 2);
  const top = Math.floor(down / 2);
  return { left, right: across - left, top, bottom: down - top };
}

/** The extent of a picture made smaller; rounded down, so that no limit is passed. */
export function scaled({ width, height }: Extent, scale: number): Extent {
  const side = (pixels: number): number => Math.max(1, Math.floor(pixels * scale + 1e-9));
  return { width: side(width), height: side(height) };
}
