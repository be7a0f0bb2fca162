import { idealSpeedup, type Plan, type Stage } from '../../workers/api';
import type { JobProgress } from '../contract';
import type { PastTimings } from '../library/result-index';

const STAGES: readonly Stage[] = ['load', 'encode', 'denoise', 'decode', 'save'];

/**
 * Seconds that a job will still take: what its stage says for itself, and for the stages to come what the last
 * job of the same model and size took. Denoising is as long as the plan has rounds.
 */
export class TimeLeft {
  readonly #typical: Partial<Record<Stage, number>>;
  #stage: Stage | undefined;
  #stageStart = 0;

  constructor(plan: Plan, past: PastTimings | undefined) {
    const seconds = Object.entries(past?.stages ?? {}).map(([stage, ms]) => [stage, (ms ?? 0) / 1000]);
    this.#typical = Object.fromEntries(seconds);
    const { denoise } = this.#typical;
    if (past !== undefined && denoise !== undefined) {
      this.#typical.denoise = (denoise / past.rounds) * (plan.steps / idealSpeedup(plan));
    }
  }

  /**
   * @param progress of the stage, with the seconds that it says it will still take itself.
   * @param now in milliseconds.
   */
  after({ stage, secondsLeft }: Omit<JobProgress, 'done' | 'total'>, now: number): number | null {
    if (stage !== this.#stage) {
      this.#stage = stage;
      this.#stageStart = now;
    }
    const rest = secondsLeft ?? this.#typicalRest(stage, now);
    if (rest === undefined) return null;
    const later = STAGES.slice(STAGES.indexOf(stage) + 1);
    return later.reduce((sum, next) => sum + (this.#typical[next] ?? 0), rest);
  }

  #typicalRest(stage: Stage, now: number): number | undefined {
    const typical = this.#typical[stage];
    return typical === undefined ? undefined : Math.max(0, typical - (now - this.#stageStart) / 1000);
  }
}
