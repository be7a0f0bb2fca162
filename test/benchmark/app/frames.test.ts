import { describe, expect, it } from 'vitest';
import { displayInterval, droppedShare } from './frames';

const at = (...frames: number[]): number[] => frames.map((frame) => (frame * 1000) / 60);

describe('frames', () => {
  it('knows the display by the frames of an idle page, a late one among them', () => {
    expect(displayInterval(at(0, 1, 2, 5, 6, 7))).toBeCloseTo(1000 / 60);
  });

  it.each([
    [[0, 1, 2, 3, 4], 0],
    [[0, 1, 3, 4, 5, 6, 7, 8, 9, 10], 0.1],
    [[0, 4], 0.75],
    // A frame that is a little early or late is not dropped.
    [[0, 1.2, 2, 2.9, 4], 0],
  ])('of the times %j misses the share %d', (times, share) => {
    expect(droppedShare(at(...times), 1000 / 60)).toBeCloseTo(share);
  });

  it('says nothing where nothing was drawn', () => {
    expect(droppedShare([], 16)).toBeNaN();
  });
});
