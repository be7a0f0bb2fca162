import { describe, expect, it } from 'vitest';
import { cropRectangle } from '../../electron/contract/index';
import { CENTRE, cropAxis, cropPosition, dragged, focusAt } from './crop-position';

const wide = { width: 400, height: 100 };
const tall = { width: 100, height: 300 };
const square = { width: 64, height: 64 };

describe('the position of a crop', () => {
  it('has one way to go, and none where the shape is right', () => {
    expect(cropAxis(wide, square)).toBe('x');
    expect(cropAxis(tall, square)).toBe('y');
    expect(cropAxis({ width: 500, height: 500 }, square)).toBeUndefined();
  });

  it.each([
    [0, 0],
    [0.25, 75],
    [0.5, 150],
    [1, 300],
    [7, 300],
  ])('%d starts the crop at pixel %d', (position, left) => {
    const focus = focusAt(wide, square, position);
    expect(cropRectangle(wide, square, focus)).toEqual({ left, top: 0, width: 100, height: 100 });
    expect(cropPosition(wide, square, focus)).toBeCloseTo(Math.min(1, position), 10);
  });

  it('follows the picture when it is dragged, up to its ends', () => {
    expect(dragged(tall, square, 0.5, { x: 40, y: -50 })).toBeCloseTo(0.75, 10);
    expect(dragged(tall, square, 0.5, { x: 0, y: 1000 })).toBe(0);
    expect(dragged({ width: 500, height: 500 }, square, 0.5, { x: 40, y: 40 })).toBe(0.5);
  });

  it('is the middle for a picture that has just come', () => {
    expect(cropPosition(wide, square, CENTRE)).toBe(0.5);
  });
});
