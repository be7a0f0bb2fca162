import type { ConductorCommand } from '../protocol/conductor-control';
import type { LinkMeasurement } from '../protocol/link-measurement';
import { median } from '../telemetry/statistics';
import { bytesToShare } from '../transport/tensor-carrier';
import { RemoteDevice } from './remote-device';

/** 8 MB: latents of a long clip. */
const VALUES = 2 * 2 ** 20;
const BYTES = VALUES * Float32Array.BYTES_PER_ELEMENT;
/** The first ones meet code that is not compiled and memory that is not mapped. */
const WARMUP = 5;
const ROUND_TRIPS = 25;

type MeasureCommand = Extract<ConductorCommand, { type: 'measure-link' }>;

/** Sends data to a device's process and back, over a lane like a job's. Rejects with a StudioError. */
export async function measureLink(
  { lane: { device: id, address, token }, deadlines }: MeasureCommand,
  signal: AbortSignal,
): Promise<LinkMeasurement> {
  const device = await RemoteDevice.connect({
    id,
    address,
    token,
    deadlines,
    sharedBytes: bytesToShare(1, BYTES),
  });
  try {
    const empty = await roundTripMs(device, new Float32Array(1), signal);
    const full = await roundTripMs(device, new Float32Array(VALUES).fill(1), signal);
    // On a busy machine the small ones may have been the unlucky ones.
    const transferMs = Math.max(full - empty, full / 100);
    return {
      device: id,
      latencyMs: empty / 2,
      gigabytesPerSecond: (2 * BYTES) / transferMs / 1e6,
    };
  } finally {
    device.close();
  }
}

/** The median of many. */
async function roundTripMs(device: RemoteDevice, data: Float32Array, signal: AbortSignal): Promise<number> {
  const samples: number[] = [];
  for (let i = 0; i < WARMUP + ROUND_TRIPS; i++) {
    signal.throwIfAborted();
    const sent = performance.now();
    await device.echo(data);
    if (i >= WARMUP) samples.push(performance.now() - sent);
  }
  return median(samples);
}
