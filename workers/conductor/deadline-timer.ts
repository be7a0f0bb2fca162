/**
 * One timer for a lane's calls, of which each has a deadline of its own. A call that ends in time, as nearly all
 * do, leaves the timer running; it looks at what is due only when it goes off.
 */
export class DeadlineTimer {
  readonly #onLate: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** On `performance.now()`: when the timer goes off, and when the current call is late. */
  #ringsAt = 0;
  #dueAt = Number.POSITIVE_INFINITY;

  /** @param onLate called once for each call that misses its deadline. */
  constructor(onLate: () => void) {
    this.#onLate = onLate;
  }

  start(milliseconds: number): void {
    this.#dueAt = performance.now() + milliseconds;
    if (this.#timer === undefined || this.#dueAt < this.#ringsAt) this.#wind();
  }

  stop(): void {
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  close(): void {
    this.stop();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wind(): void {
    clearTimeout(this.#timer);
    this.#ringsAt = this.#dueAt;
    // Rounded up, or it would go off a fraction of a millisecond too early and be wound again.
    this.#timer = setTimeout(() => this.#ring(), Math.ceil(this.#dueAt - performance.now()));
    this.#timer.unref();
  }

  #ring(): void {
    this.#timer = undefined;
    if (this.#dueAt === Number.POSITIVE_INFINITY) return;
    if (performance.now() < this.#dueAt) {
      this.#wind();
      return;
    }
    this.stop();
    this.#onLate();
  }
}
