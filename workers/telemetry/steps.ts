import type { EvaluationEvent } from '../protocol/conductor-control';

/** What one denoising step took. */
export type StepRow = {
  /** Counted from 0. */
  readonly step: number;
  readonly round: number;
  readonly kind: EvaluationEvent['kind'];
  readonly slot: number;
  /** One, or one per guidance branch. */
  readonly devices: readonly string[];
  /** From sent to received. */
  readonly latencyMs: number;
  readonly computeMs: number;
  /** Latents down, noise up and message headers. */
  readonly bytes: number;
  /** Relative L2 distance of the reused noise to the predicted; undefined where nothing was reused. */
  readonly drift: number | undefined;
};

/** One row per step that has been evaluated, in order. Branches on two devices count as one step. */
export function stepRows(events: readonly EvaluationEvent[]): StepRow[] {
  const rows = new Map<number, StepRow>();
  for (const event of events) {
    const { step, round, kind, slot, device, drift } = event;
    const before = rows.get(step);
    const latency = event.received - event.dispatched;
    const compute = event.ended - event.started;
    rows.set(step, {
      step,
      round,
      kind,
      slot,
      devices: before === undefined ? [device] : [...before.devices, device],
      latencyMs: Math.max(before?.latencyMs ?? 0, latency),
      computeMs: Math.max(before?.computeMs ?? 0, compute),
      bytes: (before?.bytes ?? 0) + event.bytesDown + event.bytesUp + event.headerBytes,
      drift: drift ?? before?.drift,
    });
  }
  return [...rows.values()].sort((a, b) => a.step - b.step);
}
