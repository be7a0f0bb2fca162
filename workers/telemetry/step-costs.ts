import type { Plan } from '../parastep/plan';
import type { EvaluationEvent } from '../protocol/conductor-control';
import { median } from './statistics';

/** Devices whose times differ by less than this factor are alike: they also wait for one another's memory and heat. */
const ALIKE = 1.15;

/**
 * How long a step has taken each device of a plan, in units of the first one's, by the medians of its parallel
 * rounds, in which they all worked under the same conditions. A device that was not heard of counts as the first.
 */
export function stepCosts(plan: Plan, events: readonly EvaluationEvent[]): number[] {
  const spans = Array.from({ length: plan.devices }, (): number[] => []);
  for (const { round, kind, slot, branch, started, ended, batch = 1 } of events) {
    if (kind !== 'parallel' || branch !== 'both') continue;
    const asked = plan.rounds[round]?.evaluations.find((one) => one.slot === slot && one.branch === branch);
    if (asked !== undefined) spans[asked.device]?.push((ended - started) / batch);
  }
  const [first = Number.NaN, ...others] = spans.map(median);
  const costs = others.map((own) => {
    const cost = own / first;
    return Number.isFinite(cost) && cost > 0 && Math.max(cost, 1 / cost) > ALIKE ? cost : 1;
  });
  return [1, ...costs];
}
