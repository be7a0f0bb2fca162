import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { afterAll, onTestFinished } from 'vitest';
import type {
  Answer,
  EventName,
  EventPayload,
  JobDraft,
  RequestName,
  RequestParams,
  RequestResult,
  StudioBridge,
} from '../../../electron/contract';
import type { ErrorValue, RequestOf } from '../../../workers/api';
import { repository, tinyBundle } from '../../support/fixtures';
import { tinyRequest } from '../../support/jobs';

export type LaunchOptions = {
  /** An earlier run's data; a fresh folder unless told otherwise. */
  readonly data?: string;
  readonly switches?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

type Seen = { readonly name: EventName; readonly payload: unknown };
type StudioWindow = { readonly studio: StudioBridge; seen: Seen[] };

type AtEnd = (clean: () => void | Promise<void>) => void;

/** The folder of one user of the app, gone when the test ends. */
export function freshData(atEnd: AtEnd = onTestFinished): string {
  const data = mkdtempSync(join(tmpdir(), 'parastep-app-'));
  // Chromium's helpers end, and write, a moment after the app.
  atEnd(() => rm(data, { recursive: true, force: true, maxRetries: 10 }));
  return data;
}

/** Starts the app for all tests of a file; to be called before the first. */
export const launchForFile = (options: LaunchOptions = {}): Promise<RunningApp> => start(options, afterAll);

/** Starts the app in the real Electron. It ends with the test, if it has not ended before. */
export const launch = (options: LaunchOptions = {}): Promise<RunningApp> => start(options, onTestFinished);

async function start(options: LaunchOptions, atEnd: AtEnd): Promise<RunningApp> {
  const { data = freshData(atEnd), switches = [], env = {} } = options;
  const electron = await _electron.launch({
    executablePath: process.env['PARASTEP_TEST_ELECTRON'] ?? '',
    args: [repository, ...standardSwitches(), ...switches],
    env: { ...processEnv(), ...appEnv(data), ...env },
  });
  const child = electron.process();
  atEnd(() => killed(child));
  return RunningApp.attach(electron, child, data);
}

/** Chromium's sandbox does not run as root, and a virtual display has no GPU. */
export const standardSwitches = (): string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
];

export const appEnv = (data: string): Record<string, string> => ({
  PARASTEP_DATA_DIR: data,
  PARASTEP_MODELS_DIR: tinyBundle,
});

export function processEnv(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** An app that runs, as a test speaks to it: through the window's bridge, as its page does. */
export class RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly data: string;

  readonly #process: ChildProcess;

  private constructor(electron: ElectronApplication, child: ChildProcess, page: Page, data: string) {
    this.electron = electron;
    this.#process = child;
    this.page = page;
    this.data = data;
  }

  static async attach(electron: ElectronApplication, child: ChildProcess, data: string): Promise<RunningApp> {
    const running = new RunningApp(electron, child, await electron.firstWindow(), data);
    await running.listen();
    return running;
  }

  /** Notes all events from now on; to be called again after a reload. */
  async listen(): Promise<void> {
    await this.page.waitForFunction(() => 'studio' in window);
    const names: EventName[] = [
      ...(['queue.changed', 'job.preview', 'job.evaluations', 'job.finished'] as const),
      ...(['library.changed', 'settings.changed', 'menu.command'] as const),
    ];
    await this.page.evaluate((all) => {
      const studio = window as unknown as StudioWindow;
      studio.seen = [];
      for (const name of all) studio.studio.on(name, (payload) => studio.seen.push({ name, payload }));
    }, names);
  }

  answer<N extends RequestName>(name: N, params?: RequestParams<N>): Promise<Answer<RequestResult<N>>> {
    return this.page.evaluate(
      ([request, value]) => {
        const { studio } = window as unknown as StudioWindow;
        return studio.request(request as never, value as never) as never;
      },
      [name, params] as const,
    );
  }

  /** The answer's value; fails on an error. */
  async ask<N extends RequestName>(name: N, params?: RequestParams<N>): Promise<RequestResult<N>> {
    const answer = await this.answer(name, params);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`);
    return answer.value;
  }

  /** The answer's error; fails on a value. */
  async refusal<N extends RequestName>(name: N, params?: unknown): Promise<ErrorValue> {
    const answer = await this.answer(name, params as RequestParams<N>);
    if (answer.ok) throw new Error(`${name} was not refused.`);
    return answer.error;
  }

  async seen<N extends EventName>(name: N): Promise<EventPayload<N>[]> {
    const payloads = await this.page.evaluate((wanted) => {
      const { seen } = window as unknown as StudioWindow;
      return seen.filter((event) => event.name === wanted).map(({ payload }) => payload);
    }, name);
    return payloads as EventPayload<N>[];
  }

  /** Waits until `done` says so of the app's answer to a request. */
  async until<N extends RequestName>(
    name: N,
    params: RequestParams<N>,
    done: (result: RequestResult<N>) => boolean,
    deadlineMs = 30_000,
  ): Promise<RequestResult<N>> {
    const giveUpAt = Date.now() + deadlineMs;
    for (;;) {
      const result = await this.ask(name, params);
      if (done(result)) return result;
      if (Date.now() > giveUpAt) throw new Error(`${name} stayed ${JSON.stringify(result).slice(0, 500)}.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Waits until the job has left the queue for the library. */
  async finished(job: string): Promise<void> {
    const queue = await this.until('queue.get', undefined, ({ jobs }) => {
      const found = jobs.find(({ id }) => id === job);
      return found === undefined || !['waiting', 'running'].includes(found.state);
    });
    const left = queue.jobs.find(({ id }) => id === job);
    if (left !== undefined) throw new Error(`The job ended ${left.state}: ${left.error?.message}`);
  }

  /** Waits until the job is in the middle of its denoising. */
  async denoising(job: string): Promise<void> {
    await this.until('queue.get', undefined, ({ jobs }) => {
      const { progress } = jobs.find(({ id }) => id === job) ?? {};
      return progress?.stage === 'denoise' && progress.done > 0;
    });
  }

  /** The processes of the app that run a program of the engine. */
  async engineProcesses(service: 'conductor' | 'device'): Promise<number[]> {
    const metrics = await this.electron.evaluate(({ app }) => app.getAppMetrics());
    return metrics
      .filter((metric) => `${metric.name} ${metric.serviceName}`.includes(`ParaStep ${service}`))
      .map(({ pid }) => pid);
  }

  get log(): string {
    const file = join(this.data, 'logs', 'parastep-studio.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Ends the app as a user does. */
  async quit(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    await this.electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
    await ended;
  }

  /** Ends the main process as a power cut does. */
  kill(): Promise<void> {
    return killed(this.#process);
  }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

export type DraftChange = {
  readonly request?: Partial<RequestOf<'text-to-video'>>;
  readonly parallelism?: Partial<JobDraft['parallelism']>;
};

/** A clip of the tiny model in a fraction of a second, at degree 2 on 2 devices. */
export function draft({ request = {}, parallelism = {} }: DraftChange = {}): JobDraft {
  return {
    model: 'cogvideox-tiny',
    request: { ...tinyRequest, ...request },
    parallelism: {
      devices: ['cpu:0', 'cpu:1'],
      degree: 2,
      warmup: 3,
      cooldown: 0,
      reuse: 'own',
      ...parallelism,
    },
  };
}

/** One that a test can act in the middle of. */
export const longDraft = (change: DraftChange['request'] = {}): JobDraft =>
  draft({ request: { steps: 300, width: 512, height: 512, ...change } });

/** Whether a process is there and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  return !/^\d+ \(.*\) Z/s.test(
    existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ' Z',
  );
}
