import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DeviceSpec,
  Engine,
  type JobEvent,
  type Plan,
  type ProcessHost,
  StudioError,
} from '../../workers/api';
import type { Job } from '../contract';
import { prepareResultFolder } from '../library/result-folder';
import type { ModelCatalogue } from '../models/catalogue';
import { startDevices } from './start-devices';

export type JobRunnerOptions = {
  readonly processes: ProcessHost;
  readonly models: ModelCatalogue;
  readonly devices: () => Promise<readonly DeviceSpec[]>;
  readonly libraryFolder: () => string;
};

export type JobListener = {
  /** The job is done by another plan than was prepared, because a device did not start. */
  readonly onPlan: (plan: Plan) => void;
  readonly onEvent: (event: JobEvent) => void;
};

/** Runs one job at a time on the engine, and keeps the engine's workers ready for the next. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  #engine: { readonly instance: Engine; readonly devices: string } | undefined;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** Resolves once the result is whole in the library's folder. A failed job leaves nothing there. */
  async run(job: Job, signal: AbortSignal, { onPlan, onEvent }: JobListener): Promise<void> {
    const { card } = await this.#options.models.get(job.draft.model);
    const outputFolder = join(this.#options.libraryFolder(), job.id);
    const engine = await this.#readyEngine();
    const { draft, plan, devices, failures } = await startDevices(engine.devices, job.draft);
    await prepareResultFolder(outputFolder, draft, job.createdAt);
    try {
      if (signal.aborted) throw new StudioError('cancelled', 'The job was cancelled.');
      if (failures.length > 0) onPlan(plan);
      for (const { message } of failures) {
        onEvent({ type: 'notice', text: `${message} The job goes on without it.` });
      }
      const { request, parallelism } = draft;
      const running = engine.start(
        { id: job.id, bundle: card.folder, request, plan, reuse: parallelism.reuse, outputFolder },
        devices,
        onEvent,
      );
      const cancel = (): void => running.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      await running.result.finally(() => signal.removeEventListener('abort', cancel));
    } catch (error) {
      await rm(outputFolder, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** The processes of the workers that run now. */
  workerPids(): number[] {
    return this.#engine?.instance.devices.pids ?? [];
  }

  /** Ends the workers, which frees their memory; the next job starts them anew. */
  async close(): Promise<void> {
    const engine = this.#engine;
    this.#engine = undefined;
    await engine?.instance.close();
  }

  async #readyEngine(): Promise<Engine> {
    const specs = await this.#options.devices();
    const devices = JSON.stringify(specs);
    if (this.#engine?.devices !== devices) await this.close();
    this.#engine ??= {
      instance: new Engine({ processes: this.#options.processes, devices: specs }),
      devices,
    };
    return this.#engine.instance;
  }
}
