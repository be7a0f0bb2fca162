/** How far a benchmark is. */
export type RunProgress = {
  /** The run under way, from 0, of how many. */
  readonly run: number;
  readonly runs: number;
  readonly what: string;
  /** Of the whole benchmark, 0 to 1: runs count by how long they should take beside each other. */
  readonly share: number;
};

/** Follows the runs of a benchmark and tells who listens. */
export class RunTeller {
  readonly #weights: readonly number[];
  readonly #total: number;
  readonly #tell: (progress: RunProgress) => void;
  #run = -1;
  #what = '';
  #before = 0;

  /** @param weights About how long each run takes, in any unit, in their order. */
  constructor(weights: readonly number[], tell: (progress: RunProgress) => void = () => undefined) {
    this.#weights = weights;
    this.#total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#tell = tell;
  }

  begin(what: string): void {
    this.#before += this.#run < 0 ? 0 : (this.#weights[this.#run] ?? 0);
    this.#run++;
    this.#what = what;
    this.within(0);
  }

  /** @param part Of the run under way, 0 to 1. */
  within(part: number): void {
    const done = this.#before + part * (this.#weights[this.#run] ?? 0);
    const share = this.#total > 0 ? Math.min(1, done / this.#total) : 0;
    this.#tell({ run: this.#run, runs: this.#weights.length, what: this.#what, share });
  }
}
