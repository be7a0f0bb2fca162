import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type {
  Answer,
  EventName,
  EventPayload,
  Queue,
  RequestName,
  RequestParams,
  RequestResult,
  StudioBridge,
} from '../../../electron/contract';
import type { ErrorValue } from '../../../workers/api';

type Seen = { readonly name: EventName; readonly payload: unknown };
type StudioWindow = { readonly studio: StudioBridge; seen: Seen[] };

/** Chromium's sandbox does not run as root, and a virtual display has no GPU. */
export const standardSwitches = (): string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
];

export function processEnv(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Record<string, string>;
}

export type StartOptions = {
  /** The checkout whose built programs are the app. */
  readonly repository: string;
  readonly data: string;
  readonly switches: readonly string[];
  /** Beside that of this process. */
  readonly env: Readonly<Record<string, string>>;
};

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

  /**
   * Starts the app in the Electron that `PARASTEP_TEST_ELECTRON` names.
   * @param started is told how to end it as soon as it runs, even if its window never comes.
   */
  static async start(
    { repository, data, switches, env }: StartOptions,
    started: (kill: () => Promise<void>) => void,
  ): Promise<RunningApp> {
    const electron = await _electron.launch({
      executablePath: process.env['PARASTEP_TEST_ELECTRON'] ?? '',
      args: [repository, ...standardSwitches(), ...switches],
      env: { ...processEnv(), ...env },
    });
    const child = electron.process();
    started(() => killed(child));
    const page = await electron.firstWindow();
    await page.waitForFunction(() => 'studio' in window);
    return new RunningApp(electron, child, page, data);
  }

  /** Notes all events from now on; to be called again after a reload. */
  async listen(): Promise<void> {
    await this.page.waitForFunction(() => 'studio' in window);
    const names: EventName[] = [
      ...(['queue.changed', 'job.progress', 'job.preview', 'job.evaluations', 'job.finished'] as const),
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
  async finished(job: string, deadlineMs?: number): Promise<void> {
    const isOver = ({ jobs }: Queue): boolean => {
      const found = jobs.find(({ id }) => id === job);
      return found === undefined || !['waiting', 'running'].includes(found.state);
    };
    const queue = await this.until('queue.get', undefined, isOver, deadlineMs);
    const left = queue.jobs.find(({ id }) => id === job);
    if (left !== undefined) throw new Error(`The job ended ${left.state}: ${left.error?.message}`);
  }

  /** Waits until the job is in the middle of its denoising. */
  async denoising(job: string, deadlineMs?: number): Promise<void> {
    const isDenoising = ({ jobs }: Queue): boolean => {
      const { progress } = jobs.find(({ id }) => id === job) ?? {};
      return progress?.stage === 'denoise' && progress.done > 0;
    };
    await this.until('queue.get', undefined, isDenoising, deadlineMs);
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
