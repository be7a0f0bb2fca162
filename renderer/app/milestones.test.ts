import { expect, it } from 'vitest';
import { milestoneOf } from './milestones';

it('says a stage five times at most, however many steps it has', () => {
  const said = Array.from({ length: 1001 }, (_, done) =>
    milestoneOf({ stage: 'denoise', done, total: 1000, secondsLeft: null }),
  );
  expect([...new Set(said)]).toEqual([
    'Denoising',
    'Denoising, 25 percent',
    'Denoising, 50 percent',
    'Denoising, 75 percent',
  ]);
});
