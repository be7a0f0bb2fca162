import type { EvaluationEvent } from '../protocol/conductor-control';

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

/** What each device did from the first evaluation to the last. */
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
    // Every evaluation of a batch tells the times of the whole run.
    const { batch = 1 } = event;
    const compute = (event.ended - event.started) / batch;
    sum.evaluations += 1;
    sum.compute += compute;
    sum.exchange += (event.received - event.dispatched) / batch - compute;
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
