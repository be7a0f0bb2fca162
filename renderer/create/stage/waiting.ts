/** Why a job does not start yet, in a sentence. */
import { count } from '../../design/numbers';

export const AFTER_BENCHMARK = 'It starts when the benchmark has ended.';

type Waiting = {
  readonly paused: boolean;
  /** A benchmark runs, and no job beside it. */
  readonly measuring: boolean;
  /** Jobs before this one. */
  readonly before: number;
};

export function whyWaiting({ paused, measuring, before }: Waiting): string {
  if (paused) return 'The queue is paused.';
  if (before === 0) return measuring ? AFTER_BENCHMARK : 'It starts in a moment.';
  const then = measuring ? ' The first starts when the benchmark has ended.' : '';
  return `${count(before, 'job')} before it.${then}`;
}
