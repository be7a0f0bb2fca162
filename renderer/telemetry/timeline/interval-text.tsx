import type { Interval } from '../../../electron/contract/index';
import { bytes } from '../../design/numbers';

const DOES = { compute: 'computes', exchange: 'exchanges', wait: 'waits' } as const;

/** Short times need their fractions. */
const span = (milliseconds: number): string =>
  milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;

/** What a stretch of a device's time was, in words. */
export function IntervalText({ interval, device }: { readonly interval: Interval; readonly device: string }) {
  const { activity, event, from, to } = interval;
  if (event === undefined) {
    return (
      <span>
        <b>{device}</b> {DOES[activity]} for {span(to - from)}, from {(from / 1000).toFixed(3)} s on.
      </span>
    );
  }
  const { step, slot, round, kind, dispatched, started, ended, received, drift } = event;
  const sent = event.bytesDown + event.bytesUp + event.headerBytes;
  return (
    <span>
      <b>
        Step {step + 1}, slot {slot}
      </b>{' '}
      on <b>{device}</b>, round {round + 1} ({kind}): {DOES[activity]} for {span(to - from)}. Sent at{' '}
      {(dispatched / 1000).toFixed(3)} s, back after {span(received - dispatched)}, of which{' '}
      {span(ended - started)} computing; {bytes(sent)}
      {drift === null ? ', nothing reused.' : `, drift ${drift.toFixed(4)}.`}
    </span>
  );
}
