/** A conductor on an idle machine needs about a third of this between a reply and the next request. */
const MOST_MS = 1;

/**
 * Keeps the event loop polling for a moment after a reply, for a processor that has gone to sleep takes about as
 * long to wake as a conductor takes to step. Only where the request before came within that moment: a device whose
 * conductor takes longer, or waits for other devices, sleeps at once and leaves the processor to them.
 */
export class Standby {
  #repliedAt = Number.NEGATIVE_INFINITY;
  #worthwhile = false;
  #turn: NodeJS.Immediate | undefined;

  /** To be called after every prediction. */
  begin(): void {
    this.#repliedAt = performance.now();
    if (this.#worthwhile) this.#poll();
  }

  /** To be called with every request. */
  end(): void {
    this.#worthwhile = performance.now() - this.#repliedAt < MOST_MS;
    clearImmediate(this.#turn);
  }

  #poll(): void {
    // While an immediate waits, the loop looks for messages and does not sleep.
    this.#turn = setImmediate(() => {
      if (performance.now() - this.#repliedAt < MOST_MS) this.#poll();
    });
  }
}
