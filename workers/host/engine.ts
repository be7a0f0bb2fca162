import { DEFAULT_DEADLINES, type Deadlines } from '../conductor/deadlines';
import type { BundleStamp } from '../protocol/bundle-stamp';
import {
  type ConductorCommand,
  type ConductorEvent,
  conductorEventSchema,
  type Job,
  type JobResult,
  type LaneAddress,
} from '../protocol/conductor-control';
import type { DeviceSpec } from '../protocol/device-spec';
import { type ErrorCode, jobCancelled, StudioError } from '../protocol/errors';
import type { LinkMeasurement } from '../protocol/link-measurement';
import type { Rehearsal, RehearsalResult } from '../protocol/rehearsal';
import type { ProcessHost } from '../runtime/process-host';
import { type Conductor, ConductorPool } from './conductor-pool';
import { DevicePool } from './device-pool';

/** What a job tells while it runs. */
export type JobEvent = Extract<ConductorEvent, { type: 'progress' | 'notice' | 'evaluations' | 'preview' }>;

type Running<Result> = {
  /** Resolves with what was asked for, or rejects with a StudioError; always settles. */
  readonly result: Promise<Result>;
  /** Ends it at once; `result` rejects with `cancelled`. */
  cancel(): void;
};
export type RunningJob = Running<JobResult>;
export type RunningRehearsal = Running<RehearsalResult>;

export type EngineOptions = {
  readonly processes: ProcessHost;
  readonly devices: readonly DeviceSpec[];
  readonly deadlines?: Deadlines;
};

export type StartOptions = {
  /** A device that encodes in place of the first one, which has no room for it. */
  readonly encodeOn?: string | undefined;
};

type OnEvent = (event: JobEvent) => void;

type Listener<Result> = {
  readonly onEvent: OnEvent;
  readonly onVerified?: (stamp: BundleStamp) => void;
  /** What was asked for, if this is the event that brings it. */
  readonly resultOf: (event: ConductorEvent) => Result | undefined;
};

/** After these a device's process cannot be trusted, or holds memory that it may never give back. */
const FRESH_AFTER: ReadonlySet<ErrorCode> = new Set([
  'device-lost',
  'device-late',
  'protocol',
  'out-of-memory',
]);

/** A cancelled conductor that does not answer is ended after this. */
const CANCEL_GRACE_MS = 1_000;

/**
 * Runs jobs on devices: a conductor process for each job at work, a worker process per device. It knows neither windows
 * nor command lines; the app, the command line, the tests and the benchmark all drive it.
 */
export class Engine {
  readonly devices: DevicePool;
  readonly #conductors: ConductorPool;
  readonly #deadlines: Deadlines;
  /** What jobs have hashed, by the bundle's folder: a model is read whole once and not at every job. */
  readonly #verified = new Map<string, BundleStamp>();

  constructor({ processes, devices, deadlines = DEFAULT_DEADLINES }: EngineOptions) {
    this.#conductors = new ConductorPool(processes);
    this.#deadlines = deadlines;
    this.devices = new DevicePool(processes, devices);
  }

  /** Starts a job on the named devices, which stand in the plan's order. */
  start(
    job: Job,
    devices: readonly string[],
    onEvent: OnEvent = () => undefined,
    { encodeOn }: StartOptions = {},
  ): RunningJob {
    const encoders = encodeOn === undefined || encodeOn === devices[0] ? [] : [encodeOn];
    return this.#conduct(
      [...devices, ...encoders],
      (lanes) => ({
        type: 'start',
        job,
        verified: this.#verified.get(job.bundle) ?? {},
        lanes: lanes.slice(0, devices.length),
        encoder: lanes[devices.length] ?? null,
        deadlines: this.#deadlines,
      }),
      {
        onEvent,
        onVerified: (stamp) => this.#verified.set(job.bundle, stamp),
        resultOf: (event) => (event.type === 'finished' ? event.result : undefined),
      },
    );
  }

  /** Rehearses a plan on the named virtual devices, with latents of a published model's size and no model. */
  rehearse(
    rehearsal: Rehearsal,
    devices: readonly string[],
    onEvent: OnEvent = () => undefined,
  ): RunningRehearsal {
    return this.#conduct(
      devices,
      (lanes) => ({ type: 'rehearse', rehearsal, lanes, deadlines: this.#deadlines }),
      { onEvent, resultOf: (event) => (event.type === 'rehearsed' ? event.result : undefined) },
    );
  }

  /** Measures the way to a device's process, over a lane like a job's. */
  measureLink(device: string): Running<LinkMeasurement> {
    return this.#conduct(
      [device],
      ([lane]) => ({ type: 'measure-link', lane: lane as LaneAddress, deadlines: this.#deadlines }),
      {
        onEvent: () => undefined,
        resultOf: (event) => (event.type === 'link-measured' ? event.result : undefined),
      },
    );
  }

  /** Sets a conductor to work on the lanes of the named devices and follows it. */
  #conduct<Result>(
    devices: readonly string[],
    commandOn: (lanes: LaneAddress[]) => ConductorCommand,
    listener: Listener<Result>,
  ): Running<Result> {
    /** While it works on this. */
    let conductor: Conductor | undefined;
    let cancelled = false;
    const cancel = (): void => {
      cancelled = true;
      const ending = conductor;
      ending?.process.send({ type: 'cancel' } satisfies ConductorCommand);
      setTimeout(() => ending && this.#conductors.end(ending), CANCEL_GRACE_MS).unref();
    };
    const run = async (): Promise<Result> => {
      const lanes = await Promise.all(devices.map((device) => this.devices.lane(device)));
      if (cancelled) throw jobCancelled();
      const working = this.#conductors.take();
      conductor = working;
      let finished = false;
      try {
        const outcome = listen(working, listener, () => cancelled);
        working.process.send(commandOn(lanes));
        const result = await outcome;
        finished = true;
        return result;
      } finally {
        conductor = undefined;
        if (finished && !cancelled) this.#conductors.giveBack(working);
        else this.#conductors.end(working);
      }
    };
    return { result: run().catch((error: unknown) => this.#settleFailure(error)), cancel };
  }

  /** Ends every process that this engine has started. */
  async close(): Promise<void> {
    await Promise.all([this.#conductors.close(), this.devices.close()]);
  }

  /** A device that was lost, late or out of memory is ended, so that the next job finds a fresh one. */
  async #settleFailure(error: unknown): Promise<never> {
    const failure = StudioError.from(error);
    const { code, device } = failure;
    if (device !== undefined && FRESH_AFTER.has(code)) {
      const words = this.devices.processOf(device)?.exited;
      await this.devices.restart(device);
      const lastWords = (await words)?.lastWords;
      if (lastWords) {
        throw new StudioError(code, failure.message, {
          device,
          detail: `${failure.detail ?? ''}\n${lastWords}`.trim(),
        });
      }
    }
    throw failure;
  }
}

type Outcome = Extract<ConductorEvent, { type: 'finished' | 'rehearsed' | 'link-measured' }>;

const isOutcome = (event: ConductorEvent): event is Outcome =>
  event.type === 'finished' || event.type === 'rehearsed' || event.type === 'link-measured';

/** Follows a conductor to its end: an answer, or its death. */
function listen<Result>(
  conductor: Conductor,
  { onEvent, onVerified, resultOf }: Listener<Result>,
  isCancelled: () => boolean,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    conductor.listen((message) => {
      const parsed = conductorEventSchema.safeParse(message);
      if (!parsed.success) {
        reject(unreadable(parsed.error.message));
        return;
      }
      const event = parsed.data;
      const result = resultOf(event);
      if (result !== undefined) resolve(result);
      else if (event.type === 'failed') reject(StudioError.fromValue(event.error));
      else if (event.type === 'verified') onVerified?.(event.stamp);
      else if (isOutcome(event)) reject(unreadable(event.type));
      else onEvent(event);
    });
    void conductor.process.exited.then(({ code, signal, lastWords }) => {
      if (isCancelled()) reject(jobCancelled());
      else {
        reject(
          new StudioError(
            'internal',
            'The job process ended unexpectedly. Generate again; everything saved before is kept.',
            {
              detail: `exit ${code ?? signal ?? 'unknown'}\n${lastWords}`,
            },
          ),
        );
      }
    });
  });
}

const unreadable = (detail: string): StudioError =>
  new StudioError('protocol', 'The job process sent an unreadable message. Restart the app.', { detail });
