/** A crop to a shape leaves one way to move: along the side that is too long. */
import { cropRectangle, type Extent, type Focus } from '../../electron/contract/index';

export type Axis = 'x' | 'y';

/** The way in which a crop can be moved; undefined if the picture has the shape already. */
export function cropAxis(picture: Extent, shape: Extent): Axis | undefined {
  const part = cropRectangle(picture, shape, { x: 0, y: 0 });
  if (part.width < picture.width) return 'x';
  return part.height < picture.height ? 'y' : undefined;
}

/** Where a crop stands on its way: 0 is left or top, 1 is right or bottom. */
export function cropPosition(picture: Extent, shape: Extent, focus: Focus): number {
  const axis = cropAxis(picture, shape);
  if (axis === undefined) return 0.5;
  const { whole, part } = lengths(picture, shape, axis);
  return clamp((focus[axis] * whole - part / 2) / (whole - part));
}

/** The focus that puts a crop at a position on its way. */
export function focusAt(picture: Extent, shape: Extent, position: number): Focus {
  const axis = cropAxis(picture, shape);
  if (axis === undefined) return CENTRE;
  const { whole, part } = lengths(picture, shape, axis);
  return { ...CENTRE, [axis]: (part / 2 + clamp(position) * (whole - part)) / whole };
}

/**
 * The position after the picture was dragged inside the frame.
 * @param moved pixels of the picture, to the right or down.
 */
export function dragged(picture: Extent, shape: Extent, position: number, moved: Focus): number {
  const axis = cropAxis(picture, shape);
  if (axis === undefined) return position;
  const { whole, part } = lengths(picture, shape, axis);
  return clamp(position - moved[axis] / (whole - part));
}

export const CENTRE: Focus = { x: 0.5, y: 0.5 };

function lengths(picture: Extent, shape: Extent, axis: Axis): { whole: number; part: number } {
  const { width, height } = cropRectangle(picture, shape, CENTRE);
  return axis === 'x' ? { whole: picture.width, part: width } : { whole: picture.height, part: height };
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
