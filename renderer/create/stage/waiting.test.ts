import { expect, it } from 'vitest';
import { whyWaiting } from './waiting';

it.each([
  [{ paused: false, measuring: false, before: 0 }, 'It starts in a moment.'],
  [{ paused: false, measuring: false, before: 2 }, '2 jobs before it.'],
  [{ paused: false, measuring: true, before: 0 }, 'It starts when the benchmark has ended.'],
  [
    { paused: false, measuring: true, before: 1 },
    '1 job before it. The first starts when the benchmark has ended.',
  ],
  [{ paused: true, measuring: true, before: 1 }, 'The queue is paused.'],
])('a job with %o is told why', (waiting, sentence) => {
  expect(whyWaiting(waiting)).toBe(sentence);
});
