/** Two clips on one clock: its ticks are the frames of the faster one, and it ends with the longer one. */
import type { Clip } from '../../player/clip';

type Timed = Pick<Clip, 'frames' | 'fps'>;

/** Division leaves 2.9999999 where 3 is meant. */
const ROUNDING = 1e-6;

export function sharedClock(a: Timed, b: Timed): Timed {
  const fps = Math.max(a.fps, b.fps);
  const seconds = Math.max(a.frames / a.fps, b.frames / b.fps);
  return { frames: Math.max(1, Math.ceil(seconds * fps - ROUNDING)), fps };
}

/** The frame that a clip shows at a tick; the last one after its end. */
export const frameAt = (clip: Timed, clock: Timed, tick: number): number =>
  Math.min(clip.frames - 1, Math.floor((tick / clock.fps) * clip.fps + ROUNDING));
