import { resolve } from 'node:path';
import type { JobDraft } from '../../../electron/contract';
import type { Engine } from '../../../workers/api';
import { RunningApp } from '../../app/support/running-app';
import { type Figure, figure } from '../figure';
import { openEngine, planOf, runJob, type Workload } from '../workload';
import { displayInterval, droppedShare, frameTimesDuring } from './frames';
import { memoryFigures } from './memory';
import { timeJob } from './time-job';
import { asNewUser } from './user';

const PAIRS = 9;
const WATCHED_JOBS = 3;
const IDLE_MS = 2_000;
/** A result is on the stage, and its player has its frames, well within this. */
const CALM_MS = 1_500;

/** What the window costs a job, and a job the window. */
export const measureJobsInApp = (workload: Workload): Promise<Figure[]> =>
  asNewUser(workload, async ({ data, env }) => {
    let end = async (): Promise<void> => undefined;
    const engine = openEngine(workload, 2);
    try {
      const repository = resolve('.');
      const app = await RunningApp.start({ repository, data, switches: [], env }, (kill) => {
        end = kill;
      });
      await app.ask('settings.set', { cpuDevices: 2 });
      const ratio = await compareWithEngine(app, engine, workload);
      await engine.close();
      const frames = await watchFrames(app, workload);
      return [frames, ...(await memoryFigures(app)), ratio];
    } finally {
      await engine.close();
      await end();
    }
  });

/**
 * Seconds in the app over those of the same job and engine without it; they alternate, and take turns to be first. The
 * window is calm when a job begins, so that none pays for showing the one before, nor the engine for the window's loop.
 */
async function compareWithEngine(app: RunningApp, engine: Engine, workload: Workload): Promise<Figure> {
  const inApp = async (seed: number): Promise<number> => {
    await calmOn(app, 'Create');
    return timeJob(app, draftOf(workload, seed));
  };
  const alone = async (seed: number): Promise<number> => {
    await calmOn(app, 'Settings');
    const request = workload.requestOf(seed);
    return (await runJob(engine, workload, request, planOf(workload, 2, 2))).seconds;
  };
  // Starts every process before anything is timed.
  await inApp(0);
  await alone(0);

  const ratios: number[] = [];
  for (let seed = 1; seed <= PAIRS; seed++) {
    const first = await (seed % 2 === 1 ? inApp : alone)(seed);
    const second = await (seed % 2 === 1 ? alone : inApp)(seed);
    ratios.push(seed % 2 === 1 ? first / second : second / first);
  }
  return figure('app/job-over-command-line', ratios, 'ratio', {
    target: { comparison: '<=', value: 1.05 },
    note: 'the whole job as its caller sees it, queue and library included, at degree 2',
  });
}

async function calmOn({ page }: RunningApp, name: 'Create' | 'Settings'): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.waitForTimeout(CALM_MS);
}

/** How smoothly the window goes on while it shows a job at work. */
async function watchFrames(app: RunningApp, workload: Workload): Promise<Figure> {
  const { page } = app;
  await calmOn(app, 'Create');
  const idle = await frameTimesDuring(page, () => page.waitForTimeout(IDLE_MS));
  const interval = displayInterval(idle);
  const shares: number[] = [];
  for (let seed = 0; seed < WATCHED_JOBS; seed++) {
    const times = await frameTimesDuring(page, () => timeJob(app, draftOf(workload, seed)));
    shares.push(droppedShare(times, interval));
  }
  return figure('app/dropped-frames', shares, 'ratio', {
    target: { comparison: '<=', value: 0.05 },
    note: `of ${(1000 / interval).toFixed(1)} frames a second; without a job ${droppedShare(idle, interval).toFixed(3)}`,
  });
}

const draftOf = (workload: Workload, seed: number): JobDraft => ({
  model: workload.bundle.manifest.id,
  request: workload.requestOf(seed),
  parallelism: {
    devices: ['cpu:0', 'cpu:1'],
    degree: 2,
    warmup: workload.warmup,
    cooldown: 0,
    reuse: 'own',
  },
});
