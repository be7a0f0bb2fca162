import { randomUUID } from 'node:crypto';
import {
  type DeviceSpec,
  Engine,
  type GenerationRequest,
  type ProcessHost,
  StudioError,
  writeWhole,
} from '../../workers/api';
import type {
  BenchmarkOrder,
  BenchmarkReport,
  BenchmarkState,
  SavedBenchmark,
  ShownBenchmark,
} from '../contract/benchmark';
import { nameWith } from '../exporting/file-names';
import { paced } from '../jobs/paced';
import type { Log } from '../logs/log';
import type { ModelCatalogue } from '../models/catalogue';
import type { SourceStore } from '../pictures/source-store';
import { type BenchmarkDraft, BenchmarkStore } from './benchmark-store';
import { measurePlans } from './measure-plans';
import { rehearsePaper } from './paper';
import { type PlanToMeasure, plansToMeasure } from './plans-to-measure';
import type { RunProgress } from './run-teller';
import { tableOf } from './tables';

export type BenchmarksOptions = {
  readonly folder: string;
  readonly processes: ProcessHost;
  readonly models: ModelCatalogue;
  readonly sources: SourceStore;
  readonly devices: () => Promise<readonly DeviceSpec[]>;
  /** Keeps jobs off the devices; refuses while one runs. Answers with what lets them go on. */
  readonly holdJobs: () => Promise<() => void>;
  readonly trash: (path: string) => Promise<void>;
  readonly askForPath: (question: {
    readonly name: string;
    readonly label: string;
    readonly extension: string;
  }) => Promise<string | undefined>;
  readonly onChanged: (state: BenchmarkState) => void;
  readonly log: Log;
};

const TELL_INTERVAL_MS = 200;

type Progress = NonNullable<BenchmarkState['running']>;
type Running = { readonly cancellation: AbortController; done: Promise<void> };
/** How an order is carried out once everything has been checked. */
type Measurement = {
  readonly title: string;
  readonly run: (
    draft: BenchmarkDraft,
    onProgress: (progress: RunProgress) => void,
    signal: AbortSignal,
  ) => Promise<BenchmarkReport>;
};

/** Runs one benchmark at a time, with the code of the command line, while the queue waits; keeps the reports. */
export class Benchmarks {
  readonly #options: BenchmarksOptions;
  readonly #store: BenchmarkStore;
  readonly #tell: () => void;
  #state: BenchmarkState = { running: null, ended: null };
  #running: Running | undefined;

  constructor(options: BenchmarksOptions) {
    this.#options = options;
    this.#store = new BenchmarkStore(options.folder, options.trash);
    this.#tell = paced(TELL_INTERVAL_MS, () => options.onChanged(this.#state));
  }

  get state(): BenchmarkState {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  open(): Promise<void> {
    return this.#store.open((folder, error) =>
      this.#options.log.error(`${folder} could not be removed`, error),
    );
  }

  /** Checks what is asked for and begins; the report is saved when it has ended. */
  async start(order: BenchmarkOrder): Promise<void> {
    if (this.#running !== undefined) {
      throw new StudioError('bad-request', 'A benchmark is running: wait for it, or stop it first.');
    }
    const cancellation = new AbortController();
    const running: Running = { cancellation, done: Promise.resolve() };
    this.#running = running;
    try {
      const measurement = await this.#prepare(order);
      const release = await this.#options.holdJobs();
      running.done = this.#run(order.kind, measurement, cancellation.signal).finally(() => {
        this.#running = undefined;
        release();
        this.#options.onChanged(this.#state);
      });
    } catch (error) {
      this.#running = undefined;
      throw error;
    }
  }

  /** Ends the running benchmark, which then leaves nothing. */
  async stop(): Promise<void> {
    this.#running?.cancellation.abort(new StudioError('cancelled', 'The benchmark was stopped.'));
    await this.#running?.done;
  }

  list(): Promise<SavedBenchmark[]> {
    return this.#store.list();
  }

  get(id: string): Promise<ShownBenchmark> {
    return this.#store.get(id);
  }

  trash(id: string): Promise<void> {
    return this.#store.trash(id);
  }

  mediaFile(id: string, file: string): string | undefined {
    return this.#store.mediaFile(id, file);
  }

  /** Asks where to write a report, and writes it; null if the user chose nothing. */
  async export(id: string, format: ReportFormat): Promise<{ readonly path: string } | null> {
    const report = await this.#store.report(id);
    const { label, extension, write } = REPORT_FORMATS[format];
    const name = nameWith(`benchmark ${report.createdAt.slice(0, 10)}`, extension);
    const path = await this.#options.askForPath({ name, label, extension });
    if (path === undefined) return null;
    await writeWhole(path, Buffer.from(write(report)));
    return { path };
  }

  async #prepare(order: BenchmarkOrder): Promise<Measurement> {
    const { processes } = this.#options;
    if (order.kind === 'paper') {
      const { stepMs, degrees } = order;
      return {
        title: 'The paper’s workloads',
        run: (_draft, onProgress, signal) =>
          rehearsePaper({ processes, stepMs, degrees, onProgress, signal }),
      };
    }
    const { model: id, request, seeds: count, degrees, batches, reuses, warmup, cooldown } = order;
    const { card, inspection } = await this.#options.models.get(id);
    const seeds = Array.from({ length: count }, (_, i) => request.seed + i);
    const requestOf = (seed: number): GenerationRequest => ({ ...request, seed });
    for (const seed of seeds) inspection.check(requestOf(seed));
    if (request.kind === 'image-to-video') await this.#options.sources.check(request.image);
    const { steps } = request;
    const plans = plansToMeasure({
      ...{ steps, warmup, cooldown, degrees, batches, reuses },
      devices: order.devices,
    });
    const devices = await this.#specsOf(plans);
    return {
      title: card.title,
      run: async (draft, onProgress, signal) => {
        const engine = new Engine({ processes, devices });
        const model = { folder: card.folder, title: card.title };
        return measurePlans({
          ...{ engine, model, plans, seeds, requestOf, onProgress, signal },
          placeInputs: async (made, folder) => {
            if (made.kind === 'image-to-video') await this.#options.sources.place(made.image, folder);
          },
          keepOutput: draft.keepOutput,
        }).finally(() => engine.close());
      },
    };
  }

  /** The devices that any of the plans gives work to. */
  async #specsOf(plans: readonly PlanToMeasure[]): Promise<DeviceSpec[]> {
    const present = await this.#options.devices();
    const asked = [...new Set(plans.flatMap(({ devices }) => devices))];
    return asked.map((id) => {
      const spec = present.find((known) => known.id === id);
      if (spec !== undefined) return spec;
      const known = present.map((other) => other.id).join(', ');
      throw new StudioError('bad-request', `There is no device ${id}: choose from ${known}.`);
    });
  }

  /** To whatever end; never rejects. */
  async #run(kind: BenchmarkOrder['kind'], { title, run }: Measurement, signal: AbortSignal): Promise<void> {
    const { log } = this.#options;
    const began = performance.now();
    const onProgress = (progress: RunProgress): void => {
      const { share } = progress;
      const elapsed = (performance.now() - began) / 1000;
      const secondsLeft = share > 0 ? (elapsed / share) * (1 - share) : null;
      this.#state = { running: { kind, title, ...progress, secondsLeft } satisfies Progress, ended: null };
      this.#tell();
    };
    let draft: BenchmarkDraft | undefined;
    try {
      draft = await this.#store.begin(randomUUID());
      await draft.save(await run(draft, onProgress, signal));
      this.#state = { running: null, ended: { report: draft.id, problem: null } };
    } catch (error) {
      const failure = StudioError.from(error);
      const stopped = failure.code === 'cancelled';
      if (!stopped) log.error(`benchmark ended: ${failure.code}`, error);
      this.#state = { running: null, ended: { report: null, problem: stopped ? null : failure.message } };
      await draft?.discard().catch(() => undefined);
    }
  }
}

export type ReportFormat = 'json' | 'text';

type FormatInfo = {
  /** What a save dialog calls it. */
  readonly label: string;
  readonly extension: string;
  readonly write: (report: BenchmarkReport) => string;
};

const REPORT_FORMATS: Readonly<Record<ReportFormat, FormatInfo>> = {
  json: {
    label: 'Benchmark report',
    extension: 'json',
    write: (report) => `${JSON.stringify(report, null, 2)}\n`,
  },
  text: { label: 'Table', extension: 'txt', write: (report) => `${tableOf(report)}\n` },
};
