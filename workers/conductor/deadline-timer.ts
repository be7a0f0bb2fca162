/** However far the deadline is, the timer goes off this often, to see whether it still goes off in time. */
const TICK_MS = 1_000;

/** A timer that is later than this has been asleep with the computer, or its process was held up. */
const MOST_LATE_MS = 2_000;

/**
 * One timer for a lane's calls, of which each has a deadline of its own. A call that ends in time, as nearly all
 * do, leaves the timer running; it looks at what is due only when it goes off. The clock goes on while a computer
 * sleeps, at least on some systems: the call that it slept in has its whole deadline once more.
 */
export class DeadlineTimer {
  readonly #onLate: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** On `performance.now()`: when the timer goes off, and when the current call is late. */
  #ringsAt = 0;
  #dueAt = Number.POSITIVE_INFINITY;
  /** The current call's deadline. */
  #milliseconds = 0;

  /** @param onLate called once for each call that misses its deadline. */
  constructor(onLate: () => void) {
    this.#onLate = onLate;
  }

  start(milliseconds: number): void {
    this.#milliseconds = milliseconds;
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
    const now = performance.now();
    this.#ringsAt = Math.min(this.#dueAt, now + TICK_MS);
    // Rounded up, or it would go off a fraction of a millisecond too early and be wound again.
    this.#timer = setTimeout(() => this.#ring(), Math.ceil(this.#ringsAt - now));
    this.#timer.unref();
  }

  #ring(): void {
    this.#timer = undefined;
    if (this.#dueAt === Number.POSITIVE_INFINITY) return;
    const now = performance.now();
    if (now - this.#ringsAt > MOST_LATE_MS) this.#dueAt = now + this.#milliseconds;
    if (now < this.#dueAt) {
      this.#wind();
      return;
    }
    this.stop();
    this.#onLate();
  }
}
