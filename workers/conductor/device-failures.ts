import { StudioError } from '../protocol/errors';

/** The ways in which a device in another process fails its conductor; each names the device and what to do. */

export function deviceLost(device: string, reason: string): StudioError {
  return new StudioError(
    'device-lost',
    `${device} stopped working: its process ended in the middle of the job. Generate again; the device restarts by itself.`,
    { device, detail: reason },
  );
}

export function deviceLate(device: string, what: string, waitedMs: number): StudioError {
  return new StudioError(
    'device-late',
    `${device} has not answered for ${Math.round(waitedMs / 1000)} seconds and was given up. Generate again; if it happens again, leave this device out.`,
    { device, detail: `${what} within ${waitedMs} ms` },
  );
}

export function deviceNonsense(device: string, what: string): StudioError {
  return new StudioError(
    'protocol',
    `${device} sent ${what}. Restart the app; if it happens again, reinstall it.`,
    { device },
  );
}
