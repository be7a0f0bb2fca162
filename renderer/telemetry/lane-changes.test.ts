import { describe, expect, it } from 'vitest';
import type { EvaluationEvent } from '../../electron/contract/index';
import { firstChange } from './lane-changes';
import { laneSegments } from './lanes';
import { type LanePicture, lanesHeight, paintLanes } from './paint-lanes';

const devices = ['cpu:0', 'cpu:1'];
const COLUMNS = 12;

/** Round by round, the second device a little later than the first, as they come in. */
const events = Array.from(
  { length: 2 * COLUMNS },
  (_, i): EvaluationEvent => ({
    ...{
      round: i >> 1,
      kind: 'parallel',
      slot: i % 2,
      step: i,
      branch: 'both',
      device: devices[i % 2] ?? '',
    },
    ...{ dispatched: 10 * (i >> 1), started: 10 * (i >> 1) + 1, ended: 10 * (i >> 1) + 7 + (i % 2) },
    ...{ received: 10 * (i >> 1) + 8 + (i % 2), bytesDown: 1, bytesUp: 1, headerBytes: 0, drift: null },
  }),
);

const pictureOf = (heard: number, doneColumns: number, failedLane?: number): LanePicture => ({
  ...{ lanes: devices.length, columns: COLUMNS, doneColumns, failedLane },
  segments: laneSegments(devices, events.slice(0, heard)),
});

/** A canvas of whole pixels, as far as lanes need one: each pixel has the last colour that covers its middle. */
class Pixels {
  readonly width: number;
  readonly height = lanesHeight(devices.length);
  readonly colours: string[];
  fillStyle = '';
  #clip: readonly number[];
  #saved: (readonly number[])[] = [];
  #path: readonly number[] = [];

  constructor(width: number) {
    this.width = width;
    this.colours = Array.from({ length: width * this.height }, () => '');
    this.#clip = [0, 0, width, this.height];
  }

  save = (): unknown => this.#saved.push(this.#clip);
  restore = (): void => {
    this.#clip = this.#saved.pop() ?? [];
  };
  beginPath = (): void => undefined;
  moveTo = (): void => undefined;
  lineTo = (): void => undefined;
  stroke = (): void => undefined;
  setTransform = (): void => undefined;
  rect = (...rect: number[]): void => {
    this.#path = rect;
  };
  clip = (): void => {
    this.#clip = this.#path;
  };
  clearRect = (...rect: number[]): void => this.#paint(rect, '');
  fillRect = (...rect: number[]): void => this.#paint(rect, this.fillStyle);

  #paint(rect: readonly number[], colour: string): void {
    const covers = (
      [x = 0, y = 0, width = 0, height = 0]: readonly number[],
      px: number,
      py: number,
    ): boolean => px >= x && px < x + width && py >= y && py < y + height;
    for (let i = 0; i < this.colours.length; i++) {
      const [px, py] = [(i % this.width) + 0.5, Math.floor(i / this.width) + 0.5];
      if (covers(rect, px, py) && covers(this.#clip, px, py)) this.colours[i] = colour;
    }
  }
}

const paint = (pixels: Pixels, picture: LanePicture, firstColumn: number): void =>
  paintLanes(
    {
      context: pixels as unknown as CanvasRenderingContext2D,
      width: pixels.width,
      pixelRatio: 1,
      dark: false,
    },
    picture,
    firstColumn,
  );

describe('lanes that grow', () => {
  // More than a pixel per round and less, and rounds that begin within a pixel.
  it.each([120, 91, 12, 7])(
    'on %i pixels are painted from the first change on as from the start',
    (width) => {
      const grown = new Pixels(width);
      let last = pictureOf(0, 0);
      paint(grown, last, 0);
      for (let heard = 1; heard <= events.length; heard++) {
        const next = pictureOf(heard, Math.min(COLUMNS, (heard + 2) >> 1));
        paint(grown, next, firstChange(last, next));
        last = next;
        const whole = new Pixels(width);
        paint(whole, next, 0);
        expect(grown.colours).toEqual(whole.colours);
      }
      expect(new Set(grown.colours).size).toBeGreaterThan(1);
    },
  );

  it('change first where the next round begins', () => {
    expect(firstChange(pictureOf(8, 4), pictureOf(10, 4))).toBe(4);
    expect(firstChange(pictureOf(9, 4), pictureOf(10, 4))).toBe(4);
    expect(firstChange(pictureOf(8, 3), pictureOf(10, 4))).toBe(3);
  });

  it('do not change where nothing does', () => {
    expect(firstChange(pictureOf(8, 4), pictureOf(8, 4))).toBe(COLUMNS);
  });

  it.each([
    ['another job', { ...pictureOf(10, 4), columns: 40 }],
    ['another number of devices', { ...pictureOf(10, 4), lanes: 1 }],
    ['a failure', pictureOf(10, 4, 1)],
  ])('are painted anew for %s', (_, next) => {
    expect(firstChange(pictureOf(8, 4), next)).toBe(0);
    expect(firstChange(next, pictureOf(8, 4))).toBe(0);
  });
});
