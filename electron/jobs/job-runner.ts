import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  abortable,
  type DeviceSpec,
  Engine,
  type EvaluationEvent,
  type Fit,
  type JobEvent,
  type LinkMeasurement,
  largestBatch,
  type ProcessHost,
} from '../../workers/api';
import type { Job } from '../contract';
import type { MemoryNow } from '../contract/machine';
import { prepareResultFolder } from '../library/result-folder';
import type { ModelCatalogue } from '../models/catalogue';
import type { SourceStore } from '../pictures/source-store';
import type { DraftPlan } from './draft-plan';
import { fitOf, memoryNotices, requestFor } from './memory-fit';
import { startDevices } from './start-devices';
import type { StepTimes } from './step-times';

export type JobRunnerOptions = {
  readonly processes: ProcessHost;
  readonly models: ModelCatalogue;
  /** The pictures that jobs are made from. */
  readonly sources: SourceStore;
  readonly devices: () => Promise<readonly DeviceSpec[]>;
  readonly stepTimes: StepTimes;
  /** What is free now on the devices and beside them. */
  readonly memory: (devices: readonly DeviceSpec[]) => Promise<MemoryNow>;
  readonly libraryFolder: () => string;
};

export type JobListener = {
  /** By what plan the job is done, now that it is known how fast its devices are and which of them start. */
  readonly onPlan: (planned: DraftPlan) => void;
  readonly onEvent: (event: JobEvent) => void;
};

/** Runs one job at a time on the engine, and keeps the engine's workers ready for the next. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  #engine: { readonly engine: Engine; readonly specs: readonly DeviceSpec[] } | undefined;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** Resolves once the result is whole in the library's folder. A failed job leaves nothing there. */
  async run(job: Job, signal: AbortSignal, { onPlan, onEvent }: JobListener): Promise<void> {
    const { card } = await this.#options.models.get(job.draft.model);
    const outputFolder = join(this.#options.libraryFolder(), job.id);
    const { engine, specs } = await this.#readyEngine();
    const timed = this.#options.stepTimes.of(job.draft.model, specs);
    const planned = await abortable(startDevices(engine.devices, job.draft, timed), signal);
    const { settled, plan, devices } = planned;
    const fit = await this.#fitOf(planned, specs);
    const draft = { ...settled, request: requestFor(settled.request, fit) };
    const notices = [...planned.notices, ...memoryNotices(fit)];
    const { encodeOnProcessor = false, inTurn = false } = fit?.placement ?? {};
    await prepareResultFolder(outputFolder, draft, job.createdAt);
    const { request, parallelism } = draft;
    const image = request.kind === 'image-to-video' ? request.image : undefined;
    try {
      if (image !== undefined) await this.#options.sources.place(image, outputFolder);
      signal.throwIfAborted();
      onPlan({ ...planned, settled: draft });
      for (const text of notices) onEvent({ type: 'notice', text });
      const events: EvaluationEvent[] = [];
      const running = engine.start(
        {
          ...{ id: job.id, bundle: card.folder, request, plan, reuse: parallelism.reuse, outputFolder },
          ...(inTurn && { inTurn }),
        },
        devices,
        (event) => {
          if (event.type === 'evaluations') events.push(...event.events);
          onEvent(event);
        },
        { encodeOn: encodeOnProcessor ? specs.find(({ provider }) => provider === 'cpu')?.id : undefined },
      );
      const cancel = (): void => running.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      await running.result.finally(() => signal.removeEventListener('abort', cancel));
      // The same is there as a PNG.
      if (image !== undefined) await rm(join(outputFolder, image.file), { force: true });
      // Nobody waits for what only later plans make use of.
      void this.#options.stepTimes.note(draft.model, request, events, specs);
    } catch (error) {
      await rm(outputFolder, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** The way to a device's process, with the workers that jobs use. */
  async measureLink(device: string): Promise<LinkMeasurement> {
    const { engine } = await this.#readyEngine();
    return engine.measureLink(device).result;
  }

  /** The processes of the workers that run now. */
  workerPids(): number[] {
    return this.#engine?.engine.devices.pids ?? [];
  }

  /** Ends the workers, which frees their memory; the next job starts them anew. */
  async close(): Promise<void> {
    const current = this.#engine;
    this.#engine = undefined;
    await current?.engine.close();
  }

  /** How the job's model fits into the memory that is free now. */
  async #fitOf(
    { settled: { model, request }, plan, devices }: DraftPlan,
    specs: readonly DeviceSpec[],
  ): Promise<Fit | undefined> {
    const { inspection } = await this.#options.models.get(model);
    const used = devices.flatMap((id) => specs.find((spec) => spec.id === id) ?? []);
    const machine = await this.#options.memory(used);
    return fitOf({ inspection, request, devices: used, batch: largestBatch(plan), machine });
  }

  async #readyEngine(): Promise<{ readonly engine: Engine; readonly specs: readonly DeviceSpec[] }> {
    const specs = await this.#options.devices();
    if (JSON.stringify(this.#engine?.specs) !== JSON.stringify(specs)) await this.close();
    this.#engine ??= { engine: new Engine({ processes: this.#options.processes, devices: specs }), specs };
    return this.#engine;
  }
}
