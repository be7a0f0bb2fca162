import type { Activity } from '../../electron/contract/index';
import { ACTIVITY_COLOURS } from './colours';
import type { Segment } from './lanes';

export const LANE_HEIGHT = 14;
export const LANE_GAP = 6;

export const lanesHeight = (lanes: number): number => lanes * (LANE_HEIGHT + LANE_GAP) - LANE_GAP;

export type LanePicture = {
  readonly lanes: number;
  readonly columns: number;
  readonly segments: readonly Segment[];
  /** Rounds that are over but were not heard of, such as before the window was reloaded. */
  readonly doneColumns: number;
  /** The lane of a device that failed. */
  readonly failedLane: number | undefined;
};

export type LaneCanvas = {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly pixelRatio: number;
  readonly dark: boolean;
};

type Painter = Pick<LaneCanvas, 'context'>;

const laneTop = (lane: number): number => lane * (LANE_HEIGHT + LANE_GAP);

/** Slanted lines over a rectangle: exchange one way, failure both ways. */
function hatch({ context }: Painter, x: number, y: number, width: number, both: boolean): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, LANE_HEIGHT);
  context.clip();
  context.beginPath();
  for (let offset = -LANE_HEIGHT; offset < width + LANE_HEIGHT; offset += 5) {
    context.moveTo(x + offset, y + LANE_HEIGHT);
    context.lineTo(x + offset + LANE_HEIGHT, y);
    if (both) {
      context.moveTo(x + offset, y);
      context.lineTo(x + offset + LANE_HEIGHT, y + LANE_HEIGHT);
    }
  }
  context.lineWidth = 1;
  context.strokeStyle = 'rgb(0 0 0 / 55%)';
  context.stroke();
  context.restore();
}

function paintSegment(canvas: LaneCanvas, x: number, y: number, width: number, activity: Activity): void {
  const { context, dark } = canvas;
  if (activity === 'wait') {
    // Waiting is thinner than work, so that it reads as less without its colour.
    context.fillStyle = ACTIVITY_COLOURS.wait[dark ? 'dark' : 'light'];
    context.fillRect(x, y + LANE_HEIGHT / 2 - 2, width, 4);
    return;
  }
  context.fillStyle = ACTIVITY_COLOURS[activity];
  context.fillRect(x, y, width, LANE_HEIGHT);
  if (activity === 'exchange' && width >= 3) hatch(canvas, x, y, width, false);
}

/**
 * Paints the picture from `firstColumn` on; what is to the left of it stays as it is.
 *
 * @param firstColumn 0 for a canvas on which nothing, or something else, has been painted.
 */
export function paintLanes(canvas: LaneCanvas, picture: LanePicture, firstColumn = 0): void {
  const { context, width, pixelRatio, dark } = canvas;
  const { lanes, columns, segments, doneColumns, failedLane } = picture;
  const column = width / Math.max(1, columns);
  // A thin gap tells rounds apart wherever there is room for it.
  const gap = column >= 5 ? 1 : 0;
  // Whole pixels, so that one that two rounds share is painted anew with both of them.
  const left = Math.floor(firstColumn * column * pixelRatio) / pixelRatio;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.save();
  context.beginPath();
  context.rect(left, 0, width - left, lanesHeight(lanes));
  context.clip();
  context.clearRect(left, 0, width - left, lanesHeight(lanes));

  for (let lane = 0; lane < lanes; lane++) {
    context.fillStyle = dark ? 'rgb(255 255 255 / 6%)' : 'rgb(0 0 0 / 5%)';
    context.fillRect(0, laneTop(lane), width, LANE_HEIGHT);
    context.fillStyle = dark ? 'rgb(255 255 255 / 14%)' : 'rgb(0 0 0 / 12%)';
    context.fillRect(0, laneTop(lane), doneColumns * column, LANE_HEIGHT);
  }
  for (const { lane, from, to, activity } of segments) {
    if (to * column <= left) continue;
    const roundEnd = (Math.floor(from) + 1) * column - (activity === 'wait' ? 0 : gap);
    const right = Math.min(to * column, roundEnd);
    const x = from * column;
    if (right > x) {
      context.clearRect(x, laneTop(lane), right - x, LANE_HEIGHT);
      paintSegment(canvas, x, laneTop(lane), right - x, activity);
    }
  }
  if (failedLane !== undefined) paintFailure(canvas, picture, failedLane, column);
  context.restore();
}

function paintFailure(canvas: LaneCanvas, picture: LanePicture, lane: number, column: number): void {
  const { context, width } = canvas;
  const reached = Math.max(0, ...picture.segments.map(({ to }) => to)) * column;
  context.fillStyle = ACTIVITY_COLOURS.failed;
  context.fillRect(reached, laneTop(lane), width - reached, LANE_HEIGHT);
  hatch(canvas, reached, laneTop(lane), width - reached, true);
}
