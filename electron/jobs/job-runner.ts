import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeviceSpec, Engine, type JobEvent, type ProcessHost, StudioError } from '../../workers/api';
import type { Job } from '../contract';
import { prepareResultFolder } from '../library/result-folder';
import type { ModelCatalogue } from '../models/catalogue';
import { planOf } from './draft-plan';

export type JobRunnerOptions = {
  readonly processes: ProcessHost;
  readonly models: ModelCatalogue;
  readonly devices: () => readonly DeviceSpec[];
  readonly libraryFolder: () => string;
};

/** Runs one job at a time on the engine, and keeps the engine's workers ready for the next. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  #engine: { readonly instance: Engine; readonly devices: string } | undefined;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** Resolves once the result is whole in the library's folder. A failed job leaves nothing there. */
  async run(job: Job, signal: AbortSignal, onEvent: (event: JobEvent) => void): Promise<void> {
    const { card } = await this.#options.models.get(job.draft.model);
    const outputFolder = join(this.#options.libraryFolder(), job.id);
    await prepareResultFolder(outputFolder, job.draft, job.createdAt);
    try {
      const engine = await this.#readyEngine();
      if (signal.aborted) throw new StudioError('cancelled', 'The job was cancelled.');
      const { request, parallelism } = job.draft;
      const { plan, devices } = planOf(job.draft);
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
    const specs = this.#options.devices();
    const devices = JSON.stringify(specs);
    if (this.#engine?.devices !== devices) await this.close();
    this.#engine ??= {
      instance: new Engine({ processes: this.#options.processes, devices: specs }),
      devices,
    };
    return this.#engine.instance;
  }
}
