import { join } from 'node:path';
import { type ProcessHost, StudioError } from '../workers/api';
import { Benchmarks } from './benchmark/benchmarks';
import type { Link, RequestParams, RequestResult, Settings } from './contract';
import { CudaFetching } from './devices/cuda/cuda-fetching';
import type { CudaLibraries } from './devices/cuda/cuda-libraries';
import { packageFiles } from './devices/cuda/fetch-libraries';
import type { ResidentBytes } from './devices/discovery/discover';
import { Hardware } from './devices/hardware';
import type { AppPaths } from './environment/paths';
import { Exporter, type ExporterOptions } from './exporting/exporter';
import type { EventHub } from './ipc/event-hub';
import { commandLine } from './jobs/command-line';
import { prepareDraft } from './jobs/job-preparer';
import { JobQueue } from './jobs/job-queue';
import { JobRunner } from './jobs/job-runner';
import { JobTelemetry } from './jobs/job-telemetry';
import { QueueJournal } from './jobs/journal';
import { fitOf } from './jobs/memory-fit';
import { StepTimes } from './jobs/step-times';
import { ChosenFolders } from './library/chosen-folders';
import { Library, type LibraryOptions } from './library/library';
import { readResultFolder, readTelemetry } from './library/result-folder';
import type { Log } from './logs/log';
import { ModelCatalogue } from './models/catalogue';
import { hubFromEnvironment } from './models/installing/hub-repository';
import { Installations } from './models/installing/installations';
import { removeModel } from './models/remove-model';
import { readSource, SOURCE_FILE, SourceStore } from './pictures/source-store';
import { defaultSettings, SettingsStore } from './settings/settings-store';
import { exportTelemetry } from './telemetry/export-telemetry';
import { recordOfJob, recordOfResult, type WorkRecord } from './telemetry/work-record';

export type StudioOptions = {
  readonly paths: AppPaths;
  readonly hub: EventHub;
  readonly log: Log;
  readonly processes: ProcessHost;
  readonly residentBytes: ResidentBytes;
  /** Undefined where there are none for the platform. */
  readonly cuda: CudaLibraries | undefined;
  readonly trash: LibraryOptions['trash'];
  readonly askForPath: ExporterOptions['askForPath'];
  /** How the command line of a checkout is called; the window offers it only there. */
  readonly program: string;
};

/** Everything of the app that has no window: what it knows, keeps and does. */
export class Studio {
  readonly settings: SettingsStore;
  readonly models: ModelCatalogue;
  readonly installations: Installations;
  readonly queue: JobQueue;
  readonly exporter: Exporter;
  readonly telemetry: JobTelemetry;
  readonly sources: SourceStore;
  readonly benchmarks: Benchmarks;
  readonly cuda: CudaFetching;
  readonly hardware: Hardware;
  readonly #options: StudioOptions;
  readonly #libraryFolders: ChosenFolders;
  readonly #stepTimes: StepTimes;
  readonly #runner: JobRunner;
  #library: Library;

  constructor(options: StudioOptions) {
    this.#options = options;
    const { paths, hub, log } = options;
    this.settings = new SettingsStore(
      join(paths.data, 'settings.json'),
      defaultSettings(paths.defaultLibrary),
    );
    this.#libraryFolders = new ChosenFolders([paths.defaultLibrary, this.settings.current.libraryFolder]);
    this.models = new ModelCatalogue(
      [
        { path: paths.bundledModels, bundled: true },
        { path: paths.userModels, bundled: false, own: true },
        ...(paths.extraModels ? [{ path: paths.extraModels, bundled: false }] : []),
      ],
      join(paths.programs, 'token-counter-thread.cjs'),
    );
    this.installations = new Installations({
      models: paths.userModels,
      program: join(paths.programs, 'installer-thread.cjs'),
      hub: () => hubFromEnvironment(process.env),
      log,
      onChanged: (installations) => hub.emit('models.installations', installations),
      onInstalled: (title) => hub.emit('models.changed', { installed: title }),
    });
    this.#library = this.#openLibrary(this.settings.current.libraryFolder);
    this.telemetry = new JobTelemetry(join(paths.data, 'telemetry'), log);
    this.sources = new SourceStore(join(paths.data, 'sources'));
    this.hardware = new Hardware({
      processes: options.processes,
      settings: () => this.settings.current,
      workerPids: () => this.#runner.workerPids(),
      residentBytes: options.residentBytes,
      log,
      onChanged: () => hub.emit('devices.changed', undefined),
    });
    this.cuda = new CudaFetching({
      libraries: options.cuda,
      files: packageFiles(process.env),
      hasCard: () => this.hardware.hasNvidiaCard(),
      log,
      onChanged: (state) => hub.emit('devices.cuda', state),
      onInstalled: () => this.hardware.open(),
    });
    this.#stepTimes = new StepTimes(join(paths.data, 'step-times.json'), log);
    this.#runner = new JobRunner({
      stepTimes: this.#stepTimes,
      memory: (devices) => this.hardware.memory(devices),
      processes: options.processes,
      models: this.models,
      sources: this.sources,
      devices: () => this.hardware.specs(),
      libraryFolder: () => this.settings.current.libraryFolder,
    });
    this.queue = new JobQueue({
      telemetry: this.telemetry,
      journal: new QueueJournal(join(paths.data, 'queue.json'), log),
      runner: this.#runner,
      hub,
      log,
      prepare: async (draft) => {
        const timed = this.#stepTimes.of(draft.model, await this.hardware.specs());
        const { request } = draft;
        if (request.kind === 'image-to-video') await this.sources.check(request.image);
        return prepareDraft(draft, this.models, this.hardware.devices, timed);
      },
      keep: (id) => this.#library.add(id),
      isKept: async (id) => (await readResultFolder(this.#library.folder, id)) !== undefined,
      pastTimings: (draft) => this.#library.lastTimings(draft),
    });
    hub.on('job.finished', () => void this.#forgetSources());
    this.benchmarks = new Benchmarks({
      folder: join(paths.data, 'benchmarks'),
      processes: options.processes,
      models: this.models,
      sources: this.sources,
      devices: () => this.hardware.specs(),
      holdJobs: () => this.queue.hold({ freeMemory: true }),
      trash: options.trash,
      askForPath: options.askForPath,
      onChanged: (state) => hub.emit('benchmark.changed', state),
      log,
    });
    this.exporter = new Exporter({
      journal: join(paths.data, 'exports.json'),
      dragFolder: join(paths.data, 'dragged'),
      log,
      checkResult: (id) => this.#library.stored(id),
      askForPath: options.askForPath,
    });
  }

  get library(): Library {
    return this.#library;
  }

  /** Settles what the last run left, and goes on with the queue. */
  async open(): Promise<void> {
    await this.exporter.open();
    await this.benchmarks.open();
    this.hardware.open();
    await this.queue.open();
    await this.#forgetSources();
    await this.installations.open();
  }

  /** Ends all jobs and processes; what has been made and what waits is on disk. */
  async close(): Promise<void> {
    await this.benchmarks.stop();
    await this.queue.close();
    await this.installations.close();
    await this.cuda.stop();
    await this.exporter.abortAll();
    await this.models.close();
    await this.#library.close();
  }

  /** How long a step takes each device with a model, as far as it is known. */
  async stepTimes(model: string): Promise<RequestResult<'devices.stepTimes'>> {
    return this.#stepTimes
      .of(model, await this.hardware.specs())
      .flatMap(({ id, stepMs, batches = [] }) =>
        stepMs === undefined ? [] : [{ device: id, stepMs, batches: [...batches] }],
      );
  }

  /** Whether a request of this size fits into the memory of the devices, as a sentence. */
  async memory({
    model,
    request,
    devices,
  }: RequestParams<'models.memory'>): Promise<RequestResult<'models.memory'>> {
    const { inspection } = await this.models.get(model);
    const specs = await this.hardware.specs();
    const used = devices.flatMap((id) => specs.find((spec) => spec.id === id) ?? []);
    const fit = fitOf({ inspection, request, devices: used, machine: await this.hardware.memory(used) });
    return fit === undefined ? null : { verdict: fit.verdict, sentence: fit.sentence };
  }

  /** The picture that a job or a result was made from, as a PNG. */
  async sourceOf({ kind, id }: RequestParams<'pictures.source'>): Promise<Uint8Array<ArrayBuffer>> {
    const stored = kind === 'result' ? await this.#library.stored(id) : undefined;
    const { request } = stored?.draft ?? this.queue.job(id).draft;
    if (request.kind !== 'image-to-video') {
      throw new StudioError('bad-request', 'This one was made from words, not from a picture.');
    }
    return stored === undefined
      ? this.sources.png(request.image)
      : readSource(stored.folder, request.image.name);
  }

  /** The way to a device's process: measured, or as it is modelled. */
  async measureLink(device: string): Promise<Link> {
    const spec = (await this.hardware.specs()).find(({ id }) => id === device);
    if (spec === undefined) throw new StudioError('bad-request', `There is no device ${device}.`);
    if (spec.provider === 'virtual') {
      const { latencyMs, gigabytesPerSecond } = spec.model;
      return { latencyMs, gigabytesPerSecond, modelled: true };
    }
    const release = await this.queue.hold({ freeMemory: false });
    try {
      const { latencyMs, gigabytesPerSecond } = await this.#runner.measureLink(device);
      return { latencyMs, gigabytesPerSecond, modelled: false };
    } finally {
      release();
    }
  }

  /** Asks where to write what the devices did, and writes it. */
  exportTelemetry(
    { kind, id }: RequestParams<'telemetry.export'>['subject'],
    how: Pick<RequestParams<'telemetry.export'>, 'format' | 'suggestedName'>,
  ): Promise<{ readonly path: string } | null> {
    const record = async (): Promise<WorkRecord> => {
      if (kind === 'job') return recordOfJob(this.queue.job(id), await this.telemetry.of(id));
      const stored = await this.#library.stored(id);
      return recordOfResult(stored.result, await readTelemetry(stored));
    };
    return exportTelemetry(record, { ...how, askForPath: this.#options.askForPath });
  }

  /** Moves a model that the user has installed to the trash. */
  async removeModel(id: string): Promise<void> {
    const { jobs } = this.queue.current;
    await removeModel(id, {
      ...{ models: this.models, jobs, trash: this.#options.trash },
      isBenchmarkRunning: this.benchmarks.isRunning,
    });
    this.#options.hub.emit('models.changed', { installed: null });
  }

  async changeSettings(requested: RequestParams<'settings.set'>): Promise<Settings> {
    const given = Object.entries(requested).filter(([, value]) => value !== undefined);
    const change = Object.fromEntries(given) as Partial<Settings>;
    const { libraryFolder = this.#library.folder } = change;
    const settings = await (libraryFolder === this.#library.folder
      ? this.settings.change(change)
      : this.#moveLibrary(libraryFolder, change));
    this.#options.hub.emit('settings.changed', settings);
    return settings;
  }

  /** No job may start meanwhile: it would write into one folder and be looked for in the other. */
  async #moveLibrary(folder: string, change: Partial<Settings>): Promise<Settings> {
    const release = await this.queue.hold({ freeMemory: false });
    try {
      await this.#libraryFolders.check(folder);
      const settings = await this.settings.change(change);
      // First, for both have their index in one file.
      await this.#library.close();
      this.#library = this.#openLibrary(folder);
      return settings;
    } finally {
      release();
    }
  }

  /** Notes a folder that the user has chosen, so that it can be set. */
  offerLibraryFolder(folder: string): void {
    this.#libraryFolders.add(folder);
  }

  /** Of the pictures of jobs, those whose job has left the queue are no longer needed. */
  async #forgetSources(): Promise<void> {
    const requests = this.queue.current.jobs.map(({ draft }) => draft.request);
    await this.sources
      .forgetOthers(requests.flatMap((request) => (request.kind === 'image-to-video' ? [request.image] : [])))
      .catch((error: unknown) => this.#options.log.error('old pictures could not be removed', error));
  }

  #openLibrary(folder: string): Library {
    const { paths, hub, log, trash } = this.#options;
    return new Library({
      folder,
      indexFile: join(paths.data, 'library-index.db'),
      log,
      trash,
      onChanged: (total) => hub.emit('library.changed', { total }),
      commandLine: ({ draft, result, folder }) =>
        commandLine(draft, {
          bundle: result.bundle.folder,
          picture: join(folder, SOURCE_FILE),
          devices: this.hardware.devices,
          program: this.#options.program,
          platform: process.platform,
        }),
    });
  }
}
