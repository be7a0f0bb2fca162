/** Aborts a request that brings nothing for a while. */
export class StallWatch {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #stallMs: number;
  #timer: NodeJS.Timeout;
  readonly #stop = (): void => this.#controller.abort();

  constructor(outer: AbortSignal, stallMs: number) {
    this.#outer = outer;
    this.#stallMs = stallMs;
    outer.addEventListener('abort', this.#stop, { once: true });
    this.#timer = setTimeout(this.#stop, stallMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  alive(): void {
    this.#timer.refresh();
  }

  reasonOf(error: unknown): string {
    if (this.#outer.aborted) return 'it was cancelled';
    if (this.#controller.signal.aborted) return `nothing came for ${this.#stallMs / 1000} seconds`;
    const { cause } = error as { cause?: { message?: string } };
    return cause?.message ?? String(error);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#stop);
    // A request that failed half-way would go on in the background.
    this.#controller.abort();
  }
}
