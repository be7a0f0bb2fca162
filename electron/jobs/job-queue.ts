import { randomUUID } from 'node:crypto';
import { type JobEvent, jobCancelled, StudioError } from '../../workers/api';
import type { Job, JobDraft, Queue } from '../contract';
import type { EventHub } from '../ipc/event-hub';
import type { PastTimings } from '../library/result-index';
import type { Log } from '../logs/log';
import type { PreparedDraft } from './job-preparer';
import type { JobRunner } from './job-runner';
import type { JobTelemetry } from './job-telemetry';
import type { QueueJournal } from './journal';
import { paced } from './paced';
import * as state from './queue-state';
import { previewFps } from './request-facts';
import { TimeLeft } from './time-left';

export type JobQueueOptions = {
  readonly journal: QueueJournal;
  readonly runner: Pick<JobRunner, 'run' | 'close'>;
  readonly telemetry: JobTelemetry;
  readonly hub: EventHub;
  readonly log: Log;
  readonly prepare: (draft: JobDraft) => Promise<PreparedDraft>;
  /** Takes a finished job into the library. */
  readonly keep: (id: string) => Promise<void>;
  /** Whether a job's result is in the library's folder, whoever put it there. */
  readonly isKept: (id: string) => Promise<boolean>;
  readonly pastTimings: (draft: JobDraft) => Promise<PastTimings | undefined>;
};

/** The window is told of progress at most this often. */
const TELL_INTERVAL_MS = 100;

/** The jobs that are not results yet: one runs, the others wait, and all of it is on disk at any time. */
export class JobQueue {
  readonly #options: JobQueueOptions;
  readonly #tellProgress: () => void;
  #queue: Queue;
  #running: { readonly id: string; readonly cancellation: AbortController; done: Promise<void> } | undefined;
  #closed = false;
  /** Somebody else has the devices. */
  #held = false;

  constructor(options: JobQueueOptions) {
    this.#options = options;
    this.#queue = options.journal.load();
    this.#tellProgress = paced(TELL_INTERVAL_MS, () => this.#tellRunning());
  }

  get current(): Queue {
    return this.#queue;
  }

  get runningJob(): Job | undefined {
    return state.running(this.#queue);
  }

  /** A job that is no result yet. */
  job(id: string): Job {
    return state.find(this.#queue, id);
  }

  /**
   * Settles what the last run of the app left, then starts the first waiting job. A job that ran then has either
   * finished without the app knowing, or it was interrupted: it is offered again and not started by itself.
   */
  async open(): Promise<void> {
    const left = state.running(this.#queue);
    if (left !== undefined) {
      const isKept = await this.#options.isKept(left.id);
      this.#set(
        isKept
          ? state.without(this.#queue, left.id)
          : state.ended(this.#queue, left.id, { state: 'interrupted' }),
      );
      await this.#save();
    }
    await this.#options.telemetry.forgetOthers(this.#queue.jobs.map(({ id }) => id));
    this.#startNext();
  }

  async add(draft: JobDraft): Promise<string> {
    const prepared = await this.#options.prepare(draft);
    const job: Job = {
      id: randomUUID(),
      createdAt: Date.now(),
      startedAt: null,
      draft,
      ...prepared,
      state: 'waiting',
      progress: null,
      notices: [],
      error: null,
    };
    await this.#commit({ ...this.#queue, jobs: state.sorted([...this.#queue.jobs, job]) });
    this.#startNext();
    return job.id;
  }

  async cancel(id: string): Promise<void> {
    const job = state.find(this.#queue, id);
    if (job.state === 'waiting') await this.#commit(state.ended(this.#queue, id, { state: 'cancelled' }));
    if (this.#running?.id !== id) return;
    this.#running.cancellation.abort(jobCancelled());
    await this.#running.done;
  }

  async move(id: string, before: string | null): Promise<void> {
    await this.#commit(state.moved(this.#queue, id, before));
  }

  async remove(id: string): Promise<void> {
    if (state.find(this.#queue, id).state === 'running') {
      throw new StudioError('bad-request', 'This job is running: cancel it first.');
    }
    await this.#commit(state.without(this.#queue, id));
    await this.#options.telemetry.forget(id);
  }

  async retry(id: string): Promise<void> {
    const job = state.find(this.#queue, id);
    if (job.state === 'waiting' || job.state === 'running') {
      throw new StudioError('bad-request', 'This job has not ended yet.');
    }
    if (await this.#options.isKept(id)) {
      await this.#finish(id);
      await this.#save();
      return;
    }
    const prepared = await this.#options.prepare(job.draft);
    await this.#commit(state.waitAgain(this.#queue, { ...job, ...prepared }));
    await this.#options.telemetry.forget(id);
    this.#startNext();
  }

  /** A paused queue starts nothing; once its running job has ended, the workers' memory is freed. */
  async setPaused(paused: boolean): Promise<void> {
    await this.#commit({ ...this.#queue, paused });
    if (paused && this.#running === undefined) await this.#options.runner.close();
    this.#startNext();
  }

  /**
   * Starts no job until what is answered is called, so that a measurement has the devices to itself. Refused while a
   * job or another measurement has them.
   */
  async hold({ freeMemory }: { readonly freeMemory: boolean }): Promise<() => void> {
    if (this.#running !== undefined) {
      throw new StudioError('bad-request', 'A job is running: wait for it, or cancel it first.');
    }
    if (this.#held) {
      throw new StudioError('bad-request', 'The devices are being measured: wait until that has ended.');
    }
    this.#held = true;
    const release = (): void => {
      this.#held = false;
      this.#startNext();
    };
    if (!freeMemory) return release;
    await this.#options.runner.close().catch((error: unknown) => {
      release();
      throw error;
    });
    return release;
  }

  /** Ends the running job as interrupted and all workers. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#running?.cancellation.abort(jobCancelled());
    await this.#running?.done;
    await this.#options.runner.close();
  }

  #startNext(): void {
    const job = state.nextWaiting(this.#queue);
    const busy = this.#held || this.#running !== undefined;
    if (this.#closed || this.#queue.paused || busy || job === undefined) return;
    const cancellation = new AbortController();
    const running = { id: job.id, cancellation, done: Promise.resolve() };
    this.#running = running;
    running.done = this.#run(job, cancellation.signal).finally(() => {
      this.#running = undefined;
      if (this.#queue.paused && !this.#closed) void this.#options.runner.close();
      this.#startNext();
    });
  }

  /** Runs a job to whatever end it has; never rejects. */
  async #run(job: Job, signal: AbortSignal): Promise<void> {
    const { runner, telemetry, log, pastTimings } = this.#options;
    this.#set(state.change(this.#queue, job.id, { state: 'running', startedAt: Date.now() }));
    // The disk may be slow; what is written later waits for this.
    void this.#save();
    log.info(`job ${job.id} started`);
    try {
      const past = await pastTimings(job.draft);
      let timeLeft = new TimeLeft(job.plan, past);
      await runner.run(job, signal, {
        onPlan: ({ settled, plan, speedup }) => {
          timeLeft = new TimeLeft(plan, past);
          this.#set(state.change(this.#queue, job.id, { draft: settled, plan, idealSpeedup: speedup }));
        },
        onEvent: (event) => this.#onEvent(state.find(this.#queue, job.id), event, timeLeft),
      });
      await this.#finish(job.id);
      log.info(`job ${job.id} finished`);
    } catch (error) {
      const failure = StudioError.from(error);
      await telemetry.keep(job.id);
      log.error(`job ${job.id} ended: ${failure.code}`, failure.code === 'cancelled' ? undefined : error);
      this.#set(
        failure.code === 'cancelled'
          ? state.ended(this.#queue, job.id, { state: this.#closed ? 'interrupted' : 'cancelled' })
          : state.ended(this.#queue, job.id, { state: 'failed', error: failure.toValue() }),
      );
    }
    await this.#save();
  }

  /** Takes a result into the library; where that fails, it is whole on disk all the same. */
  async #keep(id: string): Promise<void> {
    const { keep, isKept } = this.#options;
    await keep(id).catch(async (error: unknown) => {
      if (!(await isKept(id))) throw error;
      throw new StudioError(
        'output-failed',
        'It is finished and safe on disk, but the library could not take it in. Make sure that there is free space on the disk and choose “Run again”, which only adds it to the library.',
        { detail: String(error) },
      );
    });
  }

  /** What was a job is a result now. */
  async #finish(id: string): Promise<void> {
    const { telemetry, hub } = this.#options;
    await this.#keep(id);
    await telemetry.forget(id);
    this.#set(state.without(this.#queue, id));
    hub.emit('job.finished', { jobId: id });
  }

  #onEvent({ id, draft }: Job, event: JobEvent, timeLeft: TimeLeft): void {
    const { hub, telemetry } = this.#options;
    if (event.type === 'evaluations') {
      telemetry.note(id, event.events);
      hub.emit('job.evaluations', { jobId: id, events: event.events });
    } else if (event.type === 'preview') {
      const { step, frames, width, height } = event;
      const rgb = new Uint8Array(Buffer.from(event.rgb, 'base64'));
      const fps = previewFps(draft.request, frames);
      hub.emit('job.preview', { jobId: id, step, frames, width, height, fps, rgb });
    } else if (event.type === 'notice') {
      const { notices } = state.find(this.#queue, id);
      this.#set(state.change(this.#queue, id, { notices: [...notices, event.text] }));
    } else {
      const { stage, done, total } = event;
      const secondsLeft = timeLeft.after(event, Date.now());
      this.#queue = state.change(this.#queue, id, { progress: { stage, done, total, secondsLeft } });
      this.#tellProgress();
    }
  }

  #tellRunning(): void {
    const { id, progress } = this.runningJob ?? {};
    if (id !== undefined && progress != null) this.#options.hub.emit('job.progress', { jobId: id, progress });
  }

  #set(queue: Queue): void {
    this.#queue = queue;
    this.#options.hub.emit('queue.changed', queue);
  }

  /** Changes the queue and answers once the change is on disk; if that fails, nothing has changed. */
  async #commit(queue: Queue): Promise<void> {
    const before = this.#queue;
    this.#set(queue);
    try {
      await this.#options.journal.save(queue);
    } catch (error) {
      if (this.#queue === queue) this.#set(before);
      throw error;
    }
  }

  /** A running job goes on even if its progress through the queue cannot be written. */
  async #save(): Promise<void> {
    await this.#options.journal.save(this.#queue).catch((error: unknown) => {
      this.#options.log.error('the queue could not be saved', error);
    });
  }
}
