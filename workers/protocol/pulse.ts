/** Conductor ↔ the pulse thread of a device worker: one byte at a steady beat, on a socket of its own. */
export const PULSE_INTERVAL_MS = 500;

/** A worker that is silent for this long, though its connection stands, is hung or stopped. */
export const PULSE_LOST_MS = 5_000;

export function pulseAddress(laneAddress: string): string {
  return `${laneAddress}.pulse`;
}
