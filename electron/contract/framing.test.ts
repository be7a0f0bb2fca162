import { expect, it } from 'vitest';
import { cropRectangle, type Fit, hasShape, padding, planFraming, scaled } from './framing';

const centre = { x: 0.5, y: 0.5 };

it.each([
  [{ width: 400, height: 300 }, { width: 64, height: 32 }, centre, [0, 50, 400, 200]],
  [{ width: 400, height: 300 }, { width: 64, height: 32 }, { x: 0, y: 0 }, [0, 0, 400, 200]],
  [{ width: 400, height: 300 }, { width: 64, height: 32 }, { x: 1, y: 1 }, [0, 100, 400, 200]],
  [{ width: 300, height: 400 }, { width: 32, height: 32 }, { x: 0.5, y: 0.9 }, [0, 100, 300, 300]],
  [{ width: 64, height: 32 }, { width: 64, height: 32 }, centre, [0, 0, 64, 32]],
  [{ width: 16, height: 5000 }, { width: 64, height: 32 }, centre, [0, 2496, 16, 8]],
])(
  'of %j the part with the shape of %j around %j is %j',
  (picture, shape, focus, [left, top, width, height]) => {
    expect(cropRectangle(picture, shape, focus)).toEqual({ left, top, width, height });
  },
);

it('pads to the shape on both sides alike', () => {
  expect(padding({ width: 301, height: 300 }, { width: 64, height: 32 })).toEqual({
    ...{ left: 149, right: 150, top: 0, bottom: 0 },
  });
  expect(padding({ width: 400, height: 100 }, { width: 64, height: 32 })).toEqual({
    ...{ left: 0, right: 0, top: 50, bottom: 50 },
  });
});

it('rounds down when it makes a picture smaller, and keeps at least a pixel', () => {
  expect(scaled({ width: 8000, height: 101 }, 4096 / 8000)).toEqual({ width: 4096, height: 51 });
  expect(scaled({ width: 8000, height: 1 }, 0.5)).toEqual({ width: 4000, height: 1 });
});

it('leaves as it is what has been framed for a shape, whatever was rounded', () => {
  for (const shape of [
    { width: 64, height: 32 },
    { width: 1024, height: 576 },
    { width: 48, height: 80 },
    { width: 1024, height: 64 },
  ]) {
    for (let side = 8; side < 6000; side += 37) {
      for (const fit of ['crop', 'pad'] satisfies Fit[]) {
        const { size, bars } = planFraming({ width: side, height: 700 }, { fit, focus: centre, shape }, 4096);
        const width = size.width + bars.left + bars.right;
        const height = size.height + bars.top + bars.bottom;
        expect(hasShape({ width, height }, shape), `${side} ${fit} ${width}x${height}`).toBe(true);
        const again = planFraming({ width, height }, { fit, focus: { x: 0, y: 1 }, shape }, 4096);
        expect(again).toEqual({
          ...{ part: { left: 0, top: 0, width, height }, size: { width, height } },
          bars: { left: 0, right: 0, top: 0, bottom: 0 },
        });
      }
    }
  }
});

it('takes a picture as it is when it is stretched', () => {
  const framing = { fit: 'stretch', focus: centre, shape: { width: 64, height: 32 } } as const;
  expect(planFraming({ width: 300, height: 400 }, framing, 4096)).toMatchObject({
    ...{ part: { width: 300, height: 400 }, size: { width: 300, height: 400 } },
  });
});
