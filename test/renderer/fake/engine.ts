/** A queue whose jobs really go on, on timers, and leave results. */
import {
  type EvaluationEvent,
  type EventName,
  type EventPayload,
  idealSpeedup,
  type Job,
  type JobDraft,
  type JobProgress,
  type ResultDetail,
  type Stage,
  titleOf,
} from '../../../electron/contract/index';
import { MODELS } from './catalogue';
import { makeClip } from './clips';
import { makeResult, planOf, ROUND_MS, roundEvents } from './results';

export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

type Options = {
  readonly emit: Emit;
  /** 1 takes about as long as a small model; larger is faster. */
  readonly speed: number;
  readonly onFinished: (result: ResultDetail) => void;
  /** A job with this word in its prompt fails half-way. */
  readonly failOn: string;
  /** A benchmark is under way: nothing starts. */
  readonly isHeld: () => boolean;
};

export class FakeEngine {
  readonly #options: Options;
  #jobs: Job[] = [];
  #paused = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #count = 0;
  #frozen: [id: string, step: number] | undefined;
  #clock = 1_795_000_000_000;
  readonly #events = new Map<string, EvaluationEvent[]>();

  constructor(options: Options) {
    this.#options = options;
  }

  get queue() {
    return { jobs: this.#jobs, paused: this.#paused };
  }

  /** What has been told of the job so far. */
  eventsOf(id: string): EvaluationEvent[] {
    return this.#events.get(id) ?? [];
  }

  add(draft: JobDraft, state: Job['state'] = 'waiting', patch: Partial<Job> = {}): string {
    const id = `job-${++this.#count}`;
    const plan = planOf(draft);
    this.#clock += 60_000;
    this.#jobs.push({
      id,
      createdAt: this.#clock,
      startedAt: null,
      draft,
      modelTitle: MODELS.models.find((model) => model.id === draft.model)?.title ?? draft.model,
      plan,
      idealSpeedup: idealSpeedup(plan),
      state,
      progress: null,
      notices: [],
      error: null,
      ...patch,
    });
    this.#changed();
    this.#next();
    return id;
  }

  cancel(id: string): void {
    const job = this.#find(id);
    if (job?.state === 'running') clearTimeout(this.#timer);
    this.#update(id, {
      state: 'cancelled',
      progress: null,
      error: { code: 'cancelled', message: 'The job was cancelled.' },
    });
    this.#next();
  }

  retry(id: string): void {
    const job = this.#find(id);
    if (job === undefined) return;
    const again: Job = { ...job, state: 'waiting', error: null, progress: null };
    this.#jobs = [...this.#jobs.filter((other) => other.id !== id), again];
    this.#changed();
    this.#next();
  }

  remove(id: string): void {
    this.#jobs = this.#jobs.filter((job) => job.id !== id);
    this.#changed();
  }

  move(id: string, before: string | null): void {
    const job = this.#find(id);
    if (job === undefined) return;
    const rest = this.#jobs.filter((other) => other.id !== id);
    const target = before === null ? -1 : rest.findIndex((other) => other.id === before);
    const lastWaiting = rest.findLastIndex(({ state }) => state === 'waiting' || state === 'running') + 1;
    rest.splice(target < 0 ? lastWaiting : target, 0, job);
    this.#jobs = rest;
    this.#changed();
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#changed();
    this.#next();
  }

  /** Starts what was held. */
  goOn(): void {
    this.#next();
  }

  /** Puts a job at a moment of its run and leaves it there. */
  freeze(id: string, step: number): void {
    clearTimeout(this.#timer);
    this.#frozen = [id, step];
    const job = this.#find(id);
    if (job === undefined) return;
    const rounds = job.plan.rounds.filter(({ firstStep, steps }) => firstStep + steps <= step);
    const events = rounds.flatMap((_, i) => roundEvents(job.draft, job.plan, i, 900 + i * ROUND_MS));
    this.#update(id, {
      state: 'running',
      startedAt: job.createdAt,
      progress: { stage: 'denoise', done: step, total: job.plan.steps, secondsLeft: 4.2 },
    });
    this.#tellEvaluations(job, events);
    this.#preview(job, step);
  }

  repeat(): void {
    if (this.#frozen !== undefined) this.freeze(...this.#frozen);
  }

  #tellEvaluations({ id }: Job, events: EvaluationEvent[]): void {
    const before = events[0]?.round === 0 ? [] : this.eventsOf(id);
    this.#events.set(id, [...before, ...events]);
    this.#options.emit('job.evaluations', { jobId: id, events });
  }

  #find(id: string): Job | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  #update(id: string, patch: Partial<Job>): void {
    this.#jobs = this.#jobs.map((job) => (job.id === id ? { ...job, ...patch } : job));
    this.#jobs.sort((a, b) => order(a) - order(b));
    this.#changed();
  }

  #progress(id: string, progress: JobProgress): void {
    this.#jobs = this.#jobs.map((job) => (job.id === id ? { ...job, progress } : job));
    this.#options.emit('job.progress', { jobId: id, progress });
  }

  #changed(): void {
    this.#options.emit('queue.changed', this.queue);
  }

  #next(): void {
    if (this.#paused || this.#options.isHeld() || this.#jobs.some(({ state }) => state === 'running')) return;
    const job = this.#jobs.find(({ state }) => state === 'waiting');
    if (job === undefined) return;
    this.#update(job.id, { state: 'running', startedAt: job.createdAt });
    this.#stage(job, 'load', 3, () =>
      this.#stage(job, 'encode', 2, () =>
        this.#denoise(job, 0, () =>
          this.#stage(job, 'decode', 4, () => this.#stage(job, 'save', 1, () => void this.#finish(job))),
        ),
      ),
    );
  }

  #later(milliseconds: number, action: () => void): void {
    this.#timer = setTimeout(action, milliseconds / this.#options.speed);
  }

  #stage(job: Job, stage: Stage, parts: number, then: () => void, done = 0): void {
    this.#progress(job.id, { stage, done, total: parts, secondsLeft: null });
    this.#later(220, () => (done + 1 < parts ? this.#stage(job, stage, parts, then, done + 1) : then()));
  }

  #denoise(job: Job, index: number, then: () => void): void {
    const { plan, draft } = job;
    const done = plan.rounds[index]?.firstStep ?? plan.steps;
    const secondsLeft = ((plan.rounds.length - index) * ROUND_MS) / 1000 + 1.2;
    this.#progress(job.id, { stage: 'denoise', done, total: plan.steps, secondsLeft });
    if (titleOf(draft.request).includes(this.#options.failOn) && done > plan.steps / 2) {
      this.#update(job.id, {
        state: 'failed',
        error: {
          code: 'device-lost',
          message:
            'Device cpu:1 stopped answering in step 27, and it could not be started again. Nothing else is lost: run the job again, or choose other devices.',
          device: 'cpu:1',
        },
      });
      this.#next();
      return;
    }
    if (index >= plan.rounds.length) {
      then();
      return;
    }
    this.#later(ROUND_MS, () => {
      const events = roundEvents(draft, plan, index, 900 + index * ROUND_MS);
      this.#tellEvaluations(job, events);
      if (index % 4 === 3) this.#preview(job, done);
      this.#denoise(job, index + 1, then);
    });
  }

  #preview(job: Job, step: number): void {
    const { request } = job.draft;
    const frames = Math.ceil(request.frames / 4);
    const width = Math.max(8, Math.round(request.width / 8));
    const height = Math.max(8, Math.round(request.height / 8));
    const { rgb } = makeClip({
      frames,
      width,
      height,
      seed: request.seed,
      roughness: 1 - step / request.steps,
    });
    this.#options.emit('job.preview', {
      jobId: job.id,
      step,
      frames,
      width,
      height,
      fps: request.fps / 4,
      rgb,
    });
  }

  async #finish(job: Job): Promise<void> {
    const result = await makeResult(job.id, this.#clock, job.draft);
    this.#jobs = this.#jobs.filter(({ id }) => id !== job.id);
    this.#changed();
    this.#options.onFinished(result);
    this.#next();
  }
}

const order = ({ state }: Job): number => (state === 'running' ? 0 : state === 'waiting' ? 1 : 2);
