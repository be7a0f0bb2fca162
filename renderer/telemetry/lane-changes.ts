import type { Segment } from './lanes';
import type { LanePicture } from './paint-lanes';

/** The first column of a picture that is not as it was; all of them if more than segments and progress differs. */
export function firstChange(before: LanePicture, after: LanePicture): number {
  const isOther =
    before.lanes !== after.lanes ||
    before.columns !== after.columns ||
    before.failedLane !== after.failedLane ||
    // How far the failed lane's hatching reaches depends on everything.
    after.failedLane !== undefined;
  if (isOther) return 0;
  const same = after.segments.findIndex((segment, i) => !isSame(segment, before.segments[i]));
  const kept = same < 0 ? after.segments.length : same;
  const changed = [...before.segments.slice(kept), ...after.segments.slice(kept)];
  const progress =
    before.doneColumns === after.doneColumns
      ? after.columns
      : Math.min(before.doneColumns, after.doneColumns);
  return changed.reduce((first, { from }) => Math.min(first, Math.floor(from)), progress);
}

const isSame = (a: Segment, b: Segment | undefined): boolean =>
  a === b ||
  (b !== undefined && a.lane === b.lane && a.from === b.from && a.to === b.to && a.activity === b.activity);
