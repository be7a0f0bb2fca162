import type { ConductorEvent, JobResult, Stage } from '../protocol/conductor-control';

/** Which stage a job is in, how long each took, and how long the current one will still take. */
export class StageClock {
  readonly startedAt = process.hrtime.bigint();
  readonly #tell: (event: ConductorEvent) => void;
  readonly #durations: Partial<Record<Stage, number>> = {};
  #stage: Stage | undefined;
  #stageStart = 0;

  constructor(tell: (event: ConductorEvent) => void) {
    this.#tell = tell;
  }

  enter(stage: Stage): void {
    this.#close();
    this.#stage = stage;
    this.#stageStart = this.#now();
    this.#tell({ type: 'progress', stage, done: 0, total: 1, secondsLeft: null });
  }

  /** Tells how far the current stage is; the time left is for this stage, at the pace seen so far. */
  progress(done: number, total: number): void {
    if (this.#stage === undefined) return;
    const elapsed = this.#now() - this.#stageStart;
    const secondsLeft = done > 0 ? ((elapsed / done) * (total - done)) / 1000 : null;
    this.#tell({ type: 'progress', stage: this.#stage, done, total, secondsLeft });
  }

  finish(): Omit<JobResult['timings'], 'previews'> {
    this.#close();
    return { total: this.#now(), stages: { ...this.#durations } };
  }

  #close(): void {
    if (this.#stage !== undefined) this.#durations[this.#stage] = this.#now() - this.#stageStart;
    this.#stage = undefined;
  }

  /** Milliseconds since the job started. */
  #now(): number {
    return Number(process.hrtime.bigint() - this.startedAt) / 1e6;
  }
}
