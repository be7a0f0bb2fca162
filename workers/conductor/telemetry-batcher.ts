import type { EvaluationEvent } from '../protocol/conductor-control';

/** At most 20 messages a second, however fast events come. */
const FLUSH_INTERVAL_MS = 50;

/** Collects a job's evaluation events and hands them on in batches. */
export class TelemetryBatcher {
  /** Every event of the job, in the order they came. */
  readonly all: EvaluationEvent[] = [];
  readonly #send: (events: EvaluationEvent[]) => void;
  #waiting: EvaluationEvent[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (events: EvaluationEvent[]) => void) {
    this.#send = send;
  }

  push(event: EvaluationEvent): void {
    this.all.push(event);
    this.#waiting.push(event);
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_INTERVAL_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    this.#send(this.#waiting);
    this.#waiting = [];
  }
}
