/** What each device did in each round, from telemetry: one lane per device, one column per round. */
import type { EvaluationEvent } from '../../electron/contract/index';

export type Activity = 'compute' | 'exchange' | 'wait';

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

export type DeviceLoad = {
  readonly device: string;
  readonly evaluations: number;
  readonly computeMs: number;
  readonly exchangeMs: number;
  /** Part of the time from the first evaluation to the last in which it computed. */
  readonly busy: number;
  readonly bytes: number;
};

export type LoadSummary = {
  readonly devices: readonly DeviceLoad[];
  /** From the first evaluation sent to the last received. */
  readonly wallMs: number;
  /** Devices at work on average: compute time of all over the time that passed. */
  readonly concurrency: number;
};

export function summariseLoad(devices: readonly string[], events: readonly EvaluationEvent[]): LoadSummary {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const sums = new Map(
    devices.map((device) => [device, { evaluations: 0, compute: 0, exchange: 0, bytes: 0 }]),
  );
  for (const event of events) {
    first = Math.min(first, event.dispatched);
    last = Math.max(last, event.received);
    const sum = sums.get(event.device);
    if (sum === undefined) continue;
    sum.evaluations += 1;
    sum.compute += event.ended - event.started;
    sum.exchange += event.received - event.dispatched - (event.ended - event.started);
    sum.bytes += event.bytesDown + event.bytesUp;
  }
  const wallMs = events.length === 0 ? 0 : last - first;
  const share = (time: number): number => (wallMs > 0 ? time / wallMs : 0);
  const loads = [...sums].map(
    ([device, { evaluations, compute, exchange, bytes }]): DeviceLoad => ({
      device,
      evaluations,
      computeMs: compute,
      exchangeMs: exchange,
      busy: share(compute),
      bytes,
    }),
  );
  return {
    devices: loads,
    wallMs,
    concurrency: share(loads.reduce((total, { computeMs }) => total + computeMs, 0)),
  };
}

export type DriftSummary = {
  readonly mean: number;
  readonly greatest: number;
  /** Counted from 1. */
  readonly greatestStep: number;
  readonly predictions: number;
};

/** How far the reused noise was from the predicted; undefined where nothing was reused. */
export function summariseDrift(events: readonly EvaluationEvent[]): DriftSummary | undefined {
  let total = 0;
  let predictions = 0;
  let greatest = Number.NEGATIVE_INFINITY;
  let greatestStep = 0;
  for (const { drift, step } of events) {
    if (drift === null) continue;
    total += drift;
    predictions += 1;
    if (drift > greatest) {
      greatest = drift;
      greatestStep = step + 1;
    }
  }
  return predictions === 0 ? undefined : { mean: total / predictions, greatest, greatestStep, predictions };
}
