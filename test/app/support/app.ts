import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import type { JobDraft, ShownMedia, ShownVideo } from '../../../electron/contract';
import type { RequestOf } from '../../../workers/api';
import { repository, tinyBundle } from '../../support/fixtures';
import { tinyRequest } from '../../support/jobs';
import { RunningApp } from './running-app';

export { processEnv, RunningApp, standardSwitches } from './running-app';

export type LaunchOptions = {
  /** An earlier run's data; a fresh folder unless told otherwise. */
  readonly data?: string;
  readonly switches?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

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
  const all = { ...appEnv(data), ...env };
  const app = await RunningApp.start({ repository, data, switches, env: all }, atEnd);
  await app.listen();
  return app;
}

export const appEnv = (data: string): Record<string, string> => ({
  PARASTEP_DATA_DIR: data,
  PARASTEP_MODELS_DIR: tinyBundle,
});

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

/** The media of a result that is a video. */
export function videoOf(media: ShownMedia): ShownVideo {
  if (media.kind === 'video') return media;
  throw new Error('The result is no video.');
}
