/** Stands in for the app in a plain browser: models, devices, a queue that goes on, and results to look at. */
import type {
  Answer,
  EventName,
  EventPayload,
  ModelList,
  RequestName,
  RequestParams,
  RequestResult,
  ResultDetail,
  Settings,
  StudioBridge,
} from '../../electron/contract/index';
import { FakeBenchmarks } from './fake/benchmarks';
import { fakeDevices, fakeMachine, INSTALLATIONS, MODELS, SETTINGS } from './fake/catalogue';
import { FakeEngine } from './fake/engine';
import { draftOf, makeResult } from './fake/results';
import { makeSoundResult, SOUND_MODEL } from './fake/sounds';

/** What the window finds when it opens. */
export type Scenario = {
  readonly speed?: number;
  readonly results?: number;
  /** With the same clip made on one device and on two. */
  readonly twins?: boolean;
  readonly waiting?: number;
  /** A job stands still at this step. */
  readonly runningAt?: number;
  /** With failed, cancelled and interrupted jobs. */
  readonly ended?: boolean;
  readonly noModels?: boolean;
  /** With reports of benchmarks. */
  readonly reports?: boolean;
  /** A benchmark is under way. */
  readonly measuring?: boolean;
  /** With downloads and the like in every state. */
  readonly installations?: boolean;
  readonly devices?: number;
  /** Nothing fits into the memory of the devices. */
  readonly shortOfMemory?: boolean;
  /** With a model of sounds, and a result of so many variants. */
  readonly sounds?: number;
  /** What the app has to say about that sound. */
  readonly notices?: readonly string[];
  /** Requests that are refused, with a sentence. */
  readonly refuse?: Readonly<Record<string, string>>;
  /** Requests that are never answered. */
  readonly silent?: readonly string[];
  readonly settings?: Partial<Settings>;
};

/** What the app under test asked of the fake that leaves no other trace. */
export type FakeRecord = {
  readonly files: Map<string, Uint8Array[]>;
  readonly requests: { readonly name: string; readonly params: unknown }[];
};

const modelsOf = ({ sounds }: Scenario): ModelList =>
  sounds === undefined ? MODELS : { ...MODELS, models: [...MODELS.models, SOUND_MODEL] };

const PROMPTS = MODELS.models[0]?.examples ?? [];

type Listener = (payload: never) => void;

export function createFakeBridge(scenario: Scenario): { bridge: StudioBridge; record: FakeRecord } {
  const listeners = new Map<string, Set<Listener>>();
  const record: FakeRecord = { files: new Map(), requests: [] };
  const results = new Map<string, ResultDetail>();
  /** Pictures as PNG files, the newest last. */
  const sources: Uint8Array[] = [];
  let settings: Settings = { ...SETTINGS, cpuDevices: scenario.devices ?? 2, ...scenario.settings };
  let exports = 0;

  const emit = <N extends EventName>(name: N, payload: EventPayload<N>): void => {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  };
  const engine = new FakeEngine({
    emit,
    speed: scenario.speed ?? 1,
    failOn: 'fail',
    isHeld: () => benchmarks.state.running !== null,
    onFinished: (result) => {
      results.set(result.id, result);
      emit('job.finished', { jobId: result.id });
      emit('library.changed', { total: results.size });
    },
  });

  const benchmarks = new FakeBenchmarks(emit, {
    saved: scenario.reports === true,
    running: scenario.measuring === true,
  });

  const filled = fill(scenario, engine, results);

  const found = (id: string): ResultDetail => {
    const result = results.get(id);
    if (result === undefined) throw new Error('This result is no longer in the library.');
    return result;
  };
  const target = (name: string, isFolder: boolean) => ({
    id: `export-${++exports}`,
    path: `/home/ada/Videos/${name}`,
    isFolder,
  });

  const handlers: { [N in RequestName]: (params: RequestParams<N>) => unknown } = {
    'app.info': () => ({
      version: '0.1.0',
      electron: '45.4.1',
      platform: 'linux',
      logsFolder: '/home/ada/.config/parastep-studio/logs',
      hasCommandLine: true,
    }),
    'app.showLogs': () => undefined,
    'settings.get': () => settings,
    'settings.set': (patch) => {
      settings = { ...settings, ...patch } as Settings;
      emit('settings.changed', settings);
      return settings;
    },
    'settings.chooseLibraryFolder': () => '/media/ada/Clips',
    'models.list': () => (scenario.noModels ? { ...MODELS, models: [] } : modelsOf(scenario)),
    'models.countTokens': ({ text }) => (text.trim() === '' ? 1 : text.trim().split(/\s+/).length + 1),
    'models.reveal': () => undefined,
    'models.remove': () => undefined,
    'models.chooseFolder': () => '/home/ada/Models/exported',
    'models.installations': () => (scenario.installations ? INSTALLATIONS : []),
    'models.import': () => 'import-1',
    'models.download': () => 'download-1',
    'models.verify': () => 'verify-1',
    'models.stopInstallation': () => undefined,
    'models.resumeInstallation': () => undefined,
    'models.discardInstallation': () => undefined,
    'models.memory': () => ({
      verdict: scenario.shortOfMemory ? 'does-not-fit' : 'fits',
      sentence: scenario.shortOfMemory
        ? 'It does not fit: about 27.4 GB are needed and 22.1 GB are free on the computer. Choose a smaller size, fewer frames or another device.'
        : 'It fits: about 0.4 GB of 22.1 GB on the computer.',
    }),
    'devices.stepTimes': () =>
      fakeDevices(settings).flatMap((device) =>
        device.kind === 'virtual'
          ? [{ device: device.id, stepMs: device.model.evaluationMs / device.model.speed, batches: [] }]
          : [],
      ),
    'devices.list': () => fakeDevices(settings),
    'devices.machine': () => fakeMachine(),
    'devices.measureLink': ({ device }) =>
      device.startsWith('virtual:')
        ? { gigabytesPerSecond: 12, latencyMs: 0.01, modelled: true }
        : { gigabytesPerSecond: 6.42 + Number(device.split(':')[1]), latencyMs: 0.042, modelled: false },
    'queue.get': () => engine.queue,
    'queue.add': (draft) => engine.add(draft),
    'queue.cancel': ({ job }) => engine.cancel(job),
    'queue.move': ({ job, before }) => engine.move(job, before),
    'queue.remove': ({ job }) => engine.remove(job),
    'queue.retry': ({ job }) => engine.retry(job),
    'queue.setPaused': ({ paused }) => engine.setPaused(paused),
    'library.list': ({ search, offset, limit }) => {
      const words = search.toLowerCase().split(/\s+/);
      const hits = [...results.values()]
        .filter(({ title, modelTitle }) =>
          words.every((word) => `${title} ${modelTitle}`.toLowerCase().includes(word)),
        )
        .sort((a, b) => b.createdAt - a.createdAt);
      return { total: hits.length, results: hits.slice(offset, offset + limit) };
    },
    'library.get': ({ result }) => found(result),
    'library.trash': ({ results: ids }) => {
      for (const id of ids) results.delete(id);
      emit('library.changed', { total: results.size });
    },
    'library.reveal': () => undefined,
    'pictures.put': ({ png }) => {
      sources.push(png);
      return { file: `${String(sources.length).padStart(32, '0')}.rgb` };
    },
    'pictures.source': () => sources.at(-1),
    'benchmark.start': (order) => benchmarks.start(order),
    'benchmark.stop': () => {
      benchmarks.stop();
      engine.goOn();
    },
    'benchmark.state': () => benchmarks.state,
    'benchmark.list': () => benchmarks.list(),
    'benchmark.get': ({ benchmark }) => benchmarks.get(benchmark),
    'benchmark.trash': ({ benchmark }) => benchmarks.trash(benchmark),
    'benchmark.export': ({ format }) => ({
      path: `/home/ada/Videos/benchmark.${format === 'json' ? 'json' : 'txt'}`,
    }),
    'telemetry.ofJob': ({ job }) => engine.eventsOf(job),
    'telemetry.export': ({ suggestedName, format }) => ({
      path: `/home/ada/Videos/${suggestedName}.${format === 'trace' ? 'json' : format}`,
    }),
    'export.begin': ({ suggestedName, format }) => target(suggestedName, format === 'png-frames'),
    'export.beginForDrag': ({ suggestedName, format }) => target(suggestedName, format === 'png-frames'),
    'export.write': ({ export: id, file, bytes }) => {
      const key = `${id}/${file}`;
      record.files.set(key, [...(record.files.get(key) ?? []), bytes]);
    },
    'export.finish': ({ export: id }) => ({ path: `/home/ada/Videos/${id}` }),
    'export.abort': () => undefined,
    'export.startDrag': () => undefined,
  };

  const bridge: StudioBridge = {
    async request<N extends RequestName>(
      name: N,
      params: RequestParams<N>,
    ): Promise<Answer<RequestResult<N>>> {
      await filled;
      record.requests.push({ name, params });
      if (scenario.silent?.includes(name)) return new Promise(() => {});
      const refusal = scenario.refuse?.[name];
      if (refusal !== undefined) return { ok: false, error: { code: 'internal', message: refusal } };
      try {
        return { ok: true, value: structuredClone(handlers[name](params)) as RequestResult<N> };
      } catch (error) {
        return { ok: false, error: { code: 'internal', message: String((error as Error).message) } };
      }
    },
    on(name, listener) {
      // A job that stands still has said everything before; it says it again to who listens now.
      if (name === 'job.preview') setTimeout(() => filled.then(() => engine.repeat()), 50);
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener as Listener));
      return () => set.delete(listener as Listener);
    },
    pathOf: (file) => `/home/ada/Models/${(file as File).name}`,
  };
  return { bridge, record };
}

async function fill(
  scenario: Scenario,
  engine: FakeEngine,
  results: Map<string, ResultDetail>,
): Promise<void> {
  for (let i = 0; i < (scenario.results ?? 0); i++) {
    const prompt = PROMPTS[i % PROMPTS.length] ?? 'a ball';
    const id = `result-${i}`;
    results.set(id, await makeResult(id, 1_794_900_000_000 + i * 3_600_000, draftOf(prompt, 11 + i * 7)));
  }
  if (scenario.sounds !== undefined) {
    const sound = makeSoundResult('sound', 1_795_000_000_000, scenario.sounds);
    results.set('sound', { ...sound, notices: [...(scenario.notices ?? [])] });
  }
  if (scenario.twins) {
    const draft = draftOf('a lighthouse in a storm', 3);
    const alone = {
      ...draft,
      parallelism: { ...draft.parallelism, devices: ['cpu:0'], degree: 1, warmup: 0 },
    };
    results.set('alone', await makeResult('alone', 1_795_000_000_000, alone));
    results.set('together', await makeResult('together', 1_795_000_600_000, draft));
  }
  if (scenario.runningAt !== undefined) {
    const id = engine.add(draftOf('a rocket taking off at night', 42));
    engine.freeze(id, scenario.runningAt);
  }
  for (let i = 0; i < (scenario.waiting ?? 0); i++) {
    engine.add(draftOf(PROMPTS[(i + 2) % PROMPTS.length] ?? 'a ball', 100 + i));
  }
  if (scenario.ended) {
    engine.add(draftOf('a fish gliding to the left under water', 5), 'interrupted', {
      error: { code: 'internal', message: 'The app ended while this job ran. Run it again to start over.' },
    });
    engine.add(draftOf('a leaf falling in a forest', 6), 'failed', {
      error: {
        code: 'out-of-memory',
        message:
          'Device cpu:1 ran out of memory in step 12. Choose a smaller size, fewer frames or fewer devices, and run the job again.',
        device: 'cpu:1',
      },
    });
    engine.add(draftOf('a yellow car moving to the right', 8), 'cancelled');
  }
}
