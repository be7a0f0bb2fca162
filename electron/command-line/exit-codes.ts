import type { ErrorCode } from '../../workers/api';

/** Exit codes of the command line; they are part of its contract. */
export const EXIT = {
  ok: 0,
  internal: 1,
  request: 2,
  bundle: 3,
  device: 4,
  output: 5,
  cancelled: 130,
} as const;

export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'bad-request':
      return EXIT.request;
    case 'bundle-missing':
    case 'bundle-damaged':
    case 'bundle-unsupported':
    case 'network':
    case 'non-finite':
      return EXIT.bundle;
    case 'device-unavailable':
    case 'device-lost':
    case 'device-late':
    case 'out-of-memory':
      return EXIT.device;
    case 'output-failed':
      return EXIT.output;
    case 'cancelled':
      return EXIT.cancelled;
    case 'protocol':
    case 'internal':
      return EXIT.internal;
  }
}
