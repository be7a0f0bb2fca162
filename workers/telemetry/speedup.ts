import { asLongAsItsSlots, idealSpeedup, type Plan, roundCost } from '../parastep/plan';
import type { EvaluationEvent } from '../protocol/conductor-control';
import { median } from './statistics';
import { stepCosts } from './step-costs';

/** How much faster than one step after the other the rounds heard of were. */
export type SpeedupSoFar = {
  /** Against the job's own exact steps, which ran alone on the first device. */
  readonly achieved: number;
  /** Of the same rounds on devices as fast as these, if exchange and stepping cost nothing. */
  readonly ideal: number;
  /** Median length of a step that ran alone. */
  readonly stepMs: number;
  readonly rounds: number;
};

type Span = { start: number; end: number; evaluations: number; whole: boolean };

/**
 * The speed-up that a run shows by itself: `steps × median length of a round with one exact evaluation / time
 * of all rounds`. Undefined where no step ran alone, or nothing ran yet.
 */
export function speedupSoFar(plan: Plan, events: readonly EvaluationEvent[]): SpeedupSoFar | undefined {
  const spans = new Map<number, Span>();
  for (const { round, branch, dispatched, received } of events) {
    const span = spans.get(round) ?? { start: dispatched, end: received, evaluations: 0, whole: true };
    span.start = Math.min(span.start, dispatched);
    span.end = Math.max(span.end, received);
    span.evaluations += 1;
    span.whole &&= branch === 'both';
    spans.set(round, span);
  }

  const costs = stepCosts(plan, events);
  let steps = 0;
  let cost = 0;
  let elapsed = 0;
  const alone: number[] = [];
  for (const [index, { start, end, evaluations, whole }] of spans) {
    const round = plan.rounds[index];
    if (round === undefined) continue;
    // Up to the next round, so that the scheduler's step counts as well.
    const length = (spans.get(index + 1)?.start ?? end) - start;
    if (!(length > 0)) continue;
    steps += round.steps;
    cost += roundCost(round, asLongAsItsSlots, costs);
    elapsed += length;
    if (evaluations === 1 && whole) alone.push(length);
  }
  if (alone.length === 0 || elapsed <= 0) return undefined;
  const stepMs = median(alone);
  return { achieved: (steps * stepMs) / elapsed, ideal: steps / cost, stepMs, rounds: spans.size };
}

/** Of a whole plan on devices as fast as those that were heard of, if exchange and stepping cost nothing. */
export const idealSpeedupOn = (plan: Plan, events: readonly EvaluationEvent[]): number =>
  idealSpeedup(plan, asLongAsItsSlots, stepCosts(plan, events));
