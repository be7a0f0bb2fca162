/** What each device did in each round, from telemetry: one lane per device, one column per round. */
import type { Activity, EvaluationEvent } from '../../electron/contract/index';

export type Segment = {
  readonly lane: number;
  /** In rounds from the left; within a round, by time. */
  readonly from: number;
  readonly to: number;
  readonly activity: Activity;
};

function groupByRound(events: readonly EvaluationEvent[]): Map<number, EvaluationEvent[]> {
  const rounds = new Map<number, EvaluationEvent[]>();
  for (const event of events) {
    const round = rounds.get(event.round);
    if (round === undefined) rounds.set(event.round, [event]);
    else round.push(event);
  }
  return rounds;
}

/** Every round is one column wide, however long it took, so that the picture never has to be rescaled. */
export function laneSegments(devices: readonly string[], events: readonly EvaluationEvent[]): Segment[] {
  const segments: Segment[] = [];
  for (const [round, all] of groupByRound(events)) {
    const start = Math.min(...all.map(({ dispatched }) => dispatched));
    const end = Math.max(...all.map(({ received }) => received));
    const length = end - start;
    if (length <= 0) continue;
    for (const [lane, device] of devices.entries()) {
      let now = start;
      const until = (time: number, activity: Activity): void => {
        if (time <= now) return;
        segments.push({
          lane,
          from: round + (now - start) / length,
          to: round + (time - start) / length,
          activity,
        });
        now = time;
      };
      const mine = all.filter((event) => event.device === device).sort((a, b) => a.dispatched - b.dispatched);
      for (const { dispatched, started, ended, received } of mine) {
        until(dispatched, 'wait');
        until(started, 'exchange');
        until(ended, 'compute');
        until(received, 'exchange');
      }
      until(end, 'wait');
    }
  }
  return segments;
}
