import type { EvaluateTiming } from './evaluate';
import type { Evaluation } from './plan';

/** What came back of one evaluation. */
export type Answer = {
  readonly evaluation: Evaluation;
  readonly prediction: Float32Array;
  readonly timing: EvaluateTiming;
  readonly batch: number;
};

/** The answers to one slot's evaluations, which come one after the other and are of use together. */
export class SlotAnswers {
  /** In the order of the evaluations; rejects when one of them cannot come any more. */
  readonly all: Promise<readonly Answer[]>;
  readonly #evaluations: readonly Evaluation[];
  readonly #answers: Answer[] = [];
  #arrived = 0;
  #resolve: (answers: readonly Answer[]) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;

  constructor(evaluations: readonly Evaluation[]) {
    this.#evaluations = evaluations;
    this.all = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Nobody may have come to wait for it yet.
    this.all.catch(() => undefined);
  }

  deliver(answer: Answer): void {
    this.#answers[this.#evaluations.indexOf(answer.evaluation)] = answer;
    this.#arrived += 1;
    if (this.#arrived === this.#evaluations.length) this.#resolve(this.#answers);
  }

  fail(reason: unknown): void {
    this.#reject(reason);
  }
}
