import { type Interval, ticks } from '../../../electron/contract/index';
import { ACTIVITY_COLOURS } from '../colours';
import { lengthOf, type Span } from './view';

export const ROW = 30;
export const ROW_GAP = 8;
const AXIS = 22;
/** Room for `s12`, and for `s12 slot 1`. */
const SHORT_LABEL = 30;
const LONG_LABEL = 72;

export const timelineHeight = (lanes: number): number => lanes * (ROW + ROW_GAP) + AXIS;

export type TimelinePicture = {
  /** In order of time, one list per device. */
  readonly lanes: readonly (readonly Interval[])[];
  readonly view: Span;
  readonly marked: Interval | undefined;
  /** The device that failed. */
  readonly failedLane: number | undefined;
};

export type TimelineCanvas = {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly pixelRatio: number;
  readonly dark: boolean;
  readonly font: string;
};

const rowTop = (lane: number): number => lane * (ROW + ROW_GAP);

/** Index of the first interval that ends after `time`. */
export function firstAfter(intervals: readonly Interval[], time: number): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((intervals[middle] as Interval).to > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What lies at a moment of a lane. */
export function intervalAt(intervals: readonly Interval[], time: number): Interval | undefined {
  const found = intervals[firstAfter(intervals, time)];
  return found !== undefined && found.from <= time ? found : undefined;
}

export function paintTimeline(canvas: TimelineCanvas, picture: TimelinePicture): void {
  const { context, width, pixelRatio, dark } = canvas;
  const { lanes, view, marked, failedLane } = picture;
  const scale = width / lengthOf(view);
  const x = (time: number): number => (time - view.from) * scale;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, width, timelineHeight(lanes.length));
  context.font = canvas.font;
  context.textBaseline = 'middle';
  paintAxis(canvas, lanes.length, view, x);
  const exchangeHatch = hatch(context, false);
  for (const [lane, intervals] of lanes.entries()) {
    const top = rowTop(lane);
    context.fillStyle = dark ? 'rgb(255 255 255 / 5%)' : 'rgb(0 0 0 / 4%)';
    context.fillRect(0, top, width, ROW);
    let drawn = Number.NEGATIVE_INFINITY;
    for (let i = firstAfter(intervals, view.from); i < intervals.length; i++) {
      const interval = intervals[i] as Interval;
      if (interval.from > view.to) break;
      const left = Math.max(0, x(interval.from));
      const right = Math.min(width, x(interval.to));
      // What is narrower than half a pixel shows only where nothing has been drawn yet.
      if (right - left < 0.5 && right <= drawn + 0.5) continue;
      paintInterval(canvas, interval, left, Math.max(0.5, right - left), top, exchangeHatch);
      drawn = right;
    }
  }
  if (failedLane !== undefined) paintFailure(canvas, picture, failedLane, x);
  if (marked !== undefined) paintMark(canvas, marked, x);
}

function paintInterval(
  { context, dark }: TimelineCanvas,
  { activity, event }: Interval,
  left: number,
  width: number,
  top: number,
  exchangeHatch: CanvasPattern | null,
): void {
  if (activity === 'wait') {
    context.fillStyle = ACTIVITY_COLOURS.wait[dark ? 'dark' : 'light'];
    context.fillRect(left, top + ROW / 2 - 2, width, 4);
    return;
  }
  context.fillStyle = ACTIVITY_COLOURS[activity];
  context.fillRect(left, top, width, ROW);
  if (activity === 'exchange' && width >= 3 && exchangeHatch !== null) {
    context.fillStyle = exchangeHatch;
    context.fillRect(left, top, width, ROW);
  }
  if (activity !== 'compute' || event === undefined || width < SHORT_LABEL) return;
  const label = `s${event.step + 1}`;
  context.fillStyle = '#fff';
  context.fillText(width >= LONG_LABEL ? `${label} slot ${event.slot}` : label, left + 6, top + ROW / 2 + 1);
}

function paintAxis(
  { context, width, dark }: TimelineCanvas,
  lanes: number,
  view: Span,
  x: (time: number) => number,
): void {
  const bottom = lanes * (ROW + ROW_GAP);
  const [, step = 1] = ticks(lengthOf(view), Math.max(2, Math.floor(width / 110)));
  context.fillStyle = dark ? '#a9aeb6' : '#595f69';
  context.strokeStyle = dark ? 'rgb(255 255 255 / 10%)' : 'rgb(0 0 0 / 9%)';
  context.lineWidth = 1;
  context.beginPath();
  for (let time = Math.ceil(view.from / step) * step; time <= view.to; time += step) {
    const at = Math.round(x(time)) + 0.5;
    context.moveTo(at, 0);
    context.lineTo(at, bottom);
    const text = timeText(time, step);
    const room = context.measureText(text).width;
    if (at + 4 + room <= width) context.fillText(text, at + 4, bottom + AXIS / 2 - 2);
  }
  context.stroke();
}

/** Seconds with as many digits as it takes to tell one tick from the next by the distance that they have. */
export function timeText(milliseconds: number, step: number): string {
  const inSeconds = step / 1000;
  let digits = 0;
  while (digits < 6 && Math.abs(Number(inSeconds.toFixed(digits)) - inSeconds) > 1e-6 * inSeconds) digits++;
  return `${(milliseconds / 1000).toFixed(digits)} s`;
}

function paintFailure(
  { context, width }: TimelineCanvas,
  { lanes }: TimelinePicture,
  lane: number,
  x: (time: number) => number,
): void {
  const worked = lanes[lane]?.findLast(({ activity }) => activity !== 'wait');
  const left = Math.min(width - 12, Math.max(0, x(worked?.to ?? Number.NEGATIVE_INFINITY)));
  const crossed = hatch(context, true);
  for (const style of [ACTIVITY_COLOURS.failed, crossed]) {
    if (style === null) continue;
    context.fillStyle = style;
    context.fillRect(left, rowTop(lane), width - left, ROW);
  }
}

function paintMark(
  { context, dark }: TimelineCanvas,
  { lane, from, to }: Interval,
  x: (time: number) => number,
): void {
  context.strokeStyle = dark ? '#fff' : '#000';
  context.lineWidth = 2;
  context.strokeRect(x(from), rowTop(lane) + 1, Math.max(2, x(to) - x(from)), ROW - 2);
}

const TILE = 7;

/** Slanted lines: exchange one way, failure both ways. */
function hatch(context: CanvasRenderingContext2D, both: boolean): CanvasPattern | null {
  const tile = new OffscreenCanvas(TILE, TILE);
  const pen = tile.getContext('2d');
  if (pen === null) return null;
  pen.strokeStyle = 'rgb(0 0 0 / 50%)';
  pen.beginPath();
  pen.moveTo(0, TILE);
  pen.lineTo(TILE, 0);
  if (both) {
    pen.moveTo(0, 0);
    pen.lineTo(TILE, TILE);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat');
}
