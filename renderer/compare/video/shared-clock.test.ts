import { describe, expect, it } from 'vitest';
import { frameAt, sharedClock } from './shared-clock';

const framesOf = (clip: { frames: number; fps: number }, clock: { frames: number; fps: number }): number[] =>
  Array.from({ length: clock.frames }, (_, tick) => frameAt(clip, clock, tick));

describe('two clips on one clock', () => {
  it('go frame by frame where they are alike', () => {
    const clip = { frames: 17, fps: 8 };
    const clock = sharedClock(clip, clip);
    expect(clock).toEqual(clip);
    expect(framesOf(clip, clock)).toEqual(Array.from({ length: 17 }, (_, i) => i));
  });

  it('show what belongs to the same moment where their rates differ', () => {
    const [slow, fast] = [
      { frames: 3, fps: 7 },
      { frames: 9, fps: 21 },
    ];
    const clock = sharedClock(slow, fast);
    expect(clock).toEqual({ frames: 9, fps: 21 });
    expect(framesOf(slow, clock)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect(framesOf(fast, clock)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('wait at their last frame for the longer one', () => {
    const [short, long] = [
      { frames: 2, fps: 8 },
      { frames: 5, fps: 8 },
    ];
    expect(framesOf(short, sharedClock(short, long))).toEqual([0, 1, 1, 1, 1]);
  });
});
