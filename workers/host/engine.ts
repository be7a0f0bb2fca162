import { DEFAULT_DEADLINES, type Deadlines } from '../conductor/deadlines';
import {
  type ConductorCommand,
  type ConductorEvent,
  conductorEventSchema,
  type Job,
  type JobResult,
} from '../protocol/conductor-control';
import { StudioError } from '../protocol/errors';
import type { DeviceSpec } from '../protocol/worker-control';
import type { HostedProcess, ProcessHost } from '../runtime/process-host';
import { DevicePool } from './device-pool';

/** What a job tells while it runs. */
export type JobEvent = Extract<ConductorEvent, { type: 'progress' | 'notice' | 'evaluations' | 'preview' }>;

export type RunningJob = {
  /** Resolves with the finished job, or rejects with a StudioError; always settles. */
  readonly result: Promise<JobResult>;
  /** Ends the job at once; `result` rejects with `cancelled`. */
  cancel(): void;
};

export type EngineOptions = {
  readonly processes: ProcessHost;
  readonly devices: readonly DeviceSpec[];
  readonly deadlines?: Deadlines;
};

/** A cancelled conductor that does not answer is ended after this. */
const CANCEL_GRACE_MS = 1_000;

/**
 * Runs jobs on devices: a conductor process per job, a worker process per device. It knows neither windows
 * nor command lines; the app, the command line, the tests and the benchmark all drive it.
 */
export class Engine {
  readonly devices: DevicePool;
  readonly #processes: ProcessHost;
  readonly #deadlines: Deadlines;
  readonly #conductors = new Set<HostedProcess>();

  constructor({ processes, devices, deadlines = DEFAULT_DEADLINES }: EngineOptions) {
    this.#processes = processes;
    this.#deadlines = deadlines;
    this.devices = new DevicePool(processes, devices);
  }

  /** Starts a job on the named devices, which stand in the plan's order. */
  start(
    job: Job,
    devices: readonly string[],
    onEvent: (event: JobEvent) => void = () => undefined,
  ): RunningJob {
    let conductor: HostedProcess | undefined;
    let cancelled = false;
    const cancel = (): void => {
      cancelled = true;
      conductor?.send({ type: 'cancel' } satisfies ConductorCommand);
      const ending = conductor;
      setTimeout(() => ending?.kill(), CANCEL_GRACE_MS).unref();
    };
    const run = async (): Promise<JobResult> => {
      const lanes = await Promise.all(devices.map((device) => this.devices.lane(device)));
      if (cancelled) throw cancelledError();
      conductor = this.#processes.spawn('conductor', job.id);
      this.#conductors.add(conductor);
      try {
        const outcome = listen(conductor, onEvent, () => cancelled);
        conductor.send({ type: 'start', job, lanes, deadlines: this.#deadlines } satisfies ConductorCommand);
        return await outcome;
      } finally {
        this.#conductors.delete(conductor);
        conductor.kill();
      }
    };
    return { result: run().catch((error: unknown) => this.#settleFailure(error)), cancel };
  }

  /** Ends every process that this engine has started. */
  async close(): Promise<void> {
    const conductors = [...this.#conductors];
    for (const conductor of conductors) conductor.kill();
    await Promise.all([...conductors.map(({ exited }) => exited), this.devices.close()]);
  }

  /** A device that was lost or late is ended, so that the next job finds a fresh one. */
  async #settleFailure(error: unknown): Promise<never> {
    const failure = StudioError.from(error);
    const { code, device } = failure;
    if (device !== undefined && (code === 'device-lost' || code === 'device-late' || code === 'protocol')) {
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

/** Follows a conductor to its end: an answer, or its death. */
function listen(
  conductor: HostedProcess,
  onEvent: (event: JobEvent) => void,
  isCancelled: () => boolean,
): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    conductor.onMessage((message) => {
      const parsed = conductorEventSchema.safeParse(message);
      if (!parsed.success) {
        reject(
          new StudioError('protocol', 'The job process sent an unreadable message. Restart the app.', {
            detail: parsed.error.message,
          }),
        );
        return;
      }
      const event = parsed.data;
      if (event.type === 'finished') resolve(event.result);
      else if (event.type === 'failed') reject(StudioError.fromValue(event.error));
      else onEvent(event);
    });
    void conductor.exited.then(({ code, signal, lastWords }) => {
      if (isCancelled()) reject(cancelledError());
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

const cancelledError = (): StudioError => new StudioError('cancelled', 'The job was cancelled.');
