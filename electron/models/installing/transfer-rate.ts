/** How fast bytes come, over the last seconds. */
export class TransferRate {
  readonly #windowMs: number;
  #samples: { readonly at: number; readonly done: number }[] = [];

  constructor(windowMs = 15_000) {
    this.#windowMs = windowMs;
  }

  /** @param at milliseconds of a clock that does not jump. */
  note(done: number, at: number): void {
    const last = this.#samples.at(-1);
    // What was thrown away and begun again says nothing about the speed from now on.
    if (last !== undefined && done < last.done) this.#samples = [];
    this.#samples.push({ at, done });
    while ((this.#samples[1]?.at ?? at) < at - this.#windowMs) this.#samples.shift();
  }

  /** Null while too little is known. */
  get bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < 1000) return null;
    return ((last.done - first.done) / (last.at - first.at)) * 1000;
  }

  secondsLeft(total: number): number | null {
    const rate = this.bytesPerSecond;
    const done = this.#samples.at(-1)?.done ?? 0;
    return rate === null || rate <= 0 ? null : (total - done) / rate;
  }
}
