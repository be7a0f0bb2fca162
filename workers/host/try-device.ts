import type { DeviceSpec } from '../protocol/device-spec';
import type { StudioError } from '../protocol/errors';
import type { ProcessHost } from '../runtime/process-host';
import { DevicePool } from './device-pool';

/** Starts a device in a process of its own, which ends at once. Answers why it does not start, if it does not. */
export async function tryDevice(processes: ProcessHost, spec: DeviceSpec): Promise<StudioError | undefined> {
  const pool = new DevicePool(processes, [spec]);
  try {
    const { failures } = await pool.start([spec.id]);
    return failures[0];
  } finally {
    await pool.close();
  }
}
