import type { EvaluationEvent } from '../protocol/conductor-control';

export type Activity = 'compute' | 'exchange' | 'wait';

/** A stretch of one device's time. */
export type Interval = {
  /** Index into the devices. */
  readonly lane: number;
  /** Milliseconds since the job started. */
  readonly from: number;
  readonly to: number;
  readonly activity: Activity;
  /** What it belongs to; waiting belongs to nothing. */
  readonly event: EvaluationEvent | undefined;
};

/**
 * What each device did at every moment from the first evaluation sent to the last received, without gap or
 * overlap, lane by lane and in order of time. Evaluations that overlap on one device are cut where the one
 * before ends; a clock that ran backwards leaves out what would have no length.
 */
export function deviceIntervals(
  devices: readonly string[],
  events: readonly EvaluationEvent[],
): Interval[][] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const byDevice = new Map<string, EvaluationEvent[]>(devices.map((device) => [device, []]));
  for (const event of events) {
    first = Math.min(first, event.dispatched);
    last = Math.max(last, event.received);
    byDevice.get(event.device)?.push(event);
  }
  return devices.map((device, lane) => {
    const intervals: Interval[] = [];
    let now = first;
    const until = (to: number, activity: Activity, event: EvaluationEvent | undefined): void => {
      if (!(to > now)) return;
      intervals.push({ lane, from: now, to, activity, event });
      now = to;
    };
    const mine = (byDevice.get(device) ?? []).sort((a, b) => a.dispatched - b.dispatched);
    for (const event of mine) {
      until(event.dispatched, 'wait', undefined);
      until(event.started, 'exchange', event);
      until(event.ended, 'compute', event);
      until(event.received, 'exchange', event);
    }
    until(last, 'wait', undefined);
    return intervals;
  });
}
