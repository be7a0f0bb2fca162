import { createConnection, type Socket } from 'node:net';
import { PULSE_INTERVAL_MS, PULSE_LOST_MS, pulseAddress } from '../protocol/pulse';

/**
 * Watches a worker's pulse and calls `onLost` once if it stops. Silence is counted in this process's own ticks
 * and not on the clock, so a computer that slept, or a conductor that was itself held up, raises no alarm.
 */
export class PulseMonitor {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  #silentTicks = 0;

  constructor(laneAddress: string, onLost: (silentMs: number) => void) {
    this.#socket = createConnection(pulseAddress(laneAddress));
    // A closed connection is the lane's business: it closes too.
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', () => {
      this.#silentTicks = 0;
    });
    this.#timer = setInterval(() => {
      this.#silentTicks += 1;
      if (this.#silentTicks * PULSE_INTERVAL_MS < PULSE_LOST_MS) return;
      this.close();
      onLost(PULSE_LOST_MS);
    }, PULSE_INTERVAL_MS);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.destroy();
  }
}
