import type { EvaluationEvent } from '../../../electron/contract/index';

export type LinkTraffic = {
  /** Latents down to the device and noise up from it. */
  readonly down: number;
  readonly up: number;
  /** The last time that bytes crossed, in milliseconds of the job. */
  readonly lastAt: number;
};

/** Bytes over each device's link so far. */
export function trafficOf(events: readonly EvaluationEvent[]): ReadonlyMap<string, LinkTraffic> {
  const traffic = new Map<string, LinkTraffic>();
  for (const { device, bytesDown, bytesUp, received } of events) {
    const before = traffic.get(device);
    traffic.set(device, {
      down: (before?.down ?? 0) + bytesDown,
      up: (before?.up ?? 0) + bytesUp,
      lastAt: Math.max(before?.lastAt ?? 0, received),
    });
  }
  return traffic;
}
