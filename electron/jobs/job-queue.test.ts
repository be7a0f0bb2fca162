import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StudioError, sequentialPlan } from '../../workers/api';
import type { JobDraft } from '../contract';
import { EventHub } from '../ipc/event-hub';
import type { Log } from '../logs/log';
import { JobQueue } from './job-queue';
import { JobTelemetry } from './job-telemetry';
import { QueueJournal } from './journal';

const draft: JobDraft = {
  model: 'tiny',
  request: {
    kind: 'text-to-video',
    ...{ prompt: 'a', negativePrompt: '', seed: 1, steps: 4, guidanceScale: 6 },
    ...{ dynamicGuidance: false, frames: 9, width: 16, height: 16, fps: 8 },
  },
  parallelism: { devices: ['cpu:0'], degree: 1, warmup: 0, cooldown: 0, reuse: 'own' },
};
const log = { error: () => undefined, info: () => undefined } as unknown as Log;

describe('the queue of jobs', () => {
  let folder: string;
  let hub: EventHub;
  /** What the runner and the library do next. */
  let run: (signal: AbortSignal) => Promise<void>;
  let keep: () => Promise<void>;
  let onDisk: Set<string>;
  let runs: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parastep-queue-'));
    hub = new EventHub();
    onDisk = new Set();
    runs = 0;
    run = async () => undefined;
    keep = async () => undefined;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const openQueue = (): JobQueue =>
    new JobQueue({
      journal: new QueueJournal(join(folder, 'queue.json'), log),
      telemetry: new JobTelemetry(join(folder, 'telemetry'), log),
      runner: {
        run: async ({ id }, signal) => {
          runs++;
          await run(signal);
          onDisk.add(id);
        },
        close: async () => undefined,
      },
      hub,
      log,
      prepare: async () => ({ plan: sequentialPlan(4), idealSpeedup: 1, modelTitle: 'Tiny' }),
      keep: () => keep(),
      isKept: async (id) => onDisk.has(id),
      pastTimings: async () => undefined,
    });

  /** Resolves when the job has left the queue as a result, or has ended in it. */
  const settled = (queue: JobQueue, id: string): Promise<unknown> =>
    expect
      .poll(() => queue.current.jobs.find((job) => job.id === id)?.state ?? 'finished')
      .not.toMatch(/waiting|running/);

  it('keeps a finished result that the library could not take in, and only adds it when run again', async () => {
    const finished: string[] = [];
    hub.on('job.finished', ({ jobId }) => finished.push(jobId));
    keep = async () => {
      throw new Error('disk I/O error');
    };
    const queue = openQueue();
    const id = await queue.add(draft);
    await settled(queue, id);
    expect(queue.job(id).error).toMatchObject({
      code: 'output-failed',
      message: expect.stringMatching(/finished and safe.*Run again/),
    });

    await expect(queue.retry(id)).rejects.toThrow(/finished and safe/);
    keep = async () => undefined;
    await queue.retry(id);
    expect(queue.current.jobs).toEqual([]);
    expect([runs, finished]).toEqual([1, [id]]);
  });

  it('runs a failed job again, from the start', async () => {
    run = async () => {
      throw new StudioError('device-lost', 'The device has gone.');
    };
    const queue = openQueue();
    const id = await queue.add(draft);
    await settled(queue, id);
    expect(queue.job(id).error?.code).toBe('device-lost');
    run = async () => undefined;
    await queue.retry(id);
    await settled(queue, id);
    expect([runs, queue.current.jobs]).toEqual([2, []]);
  });

  it('cancels with a typed reason, and starts the next job', async () => {
    let reason: unknown;
    run = (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(signal.reason);
        });
      });
    const queue = openQueue();
    const first = await queue.add(draft);
    const second = await queue.add(draft);
    await expect.poll(() => queue.job(first).state).toBe('running');
    run = async () => undefined;
    await queue.cancel(first);
    expect(queue.job(first).state).toBe('cancelled');
    expect(reason).toMatchObject({ code: 'cancelled' });
    await settled(queue, second);
    expect(queue.current.jobs.map(({ id }) => id)).toEqual([first]);
  });

  it('tells the window what the last run of the app has left', async () => {
    run = () => new Promise(() => undefined);
    const before = openQueue();
    const id = await before.add(draft);
    await expect
      .poll(() => new QueueJournal(join(folder, 'queue.json'), log).load().jobs[0]?.state)
      .toBe('running');

    const told: string[] = [];
    hub.on('queue.changed', ({ jobs }) => told.push(jobs.find((job) => job.id === id)?.state ?? 'gone'));
    await openQueue().open();
    expect(told).toEqual(['interrupted']);
  });

  it('holds jobs back for what needs the devices, and refuses while one runs', async () => {
    const queue = openQueue();
    const release = await queue.hold({ freeMemory: false });
    const id = await queue.add(draft);
    expect(queue.job(id).state).toBe('waiting');
    await expect(queue.hold({ freeMemory: false })).rejects.toThrow(/being measured/);
    let end = (): void => undefined;
    run = () =>
      new Promise((resolve) => {
        end = resolve;
      });
    release();
    await expect.poll(() => queue.job(id).state).toBe('running');
    await expect(queue.hold({ freeMemory: false })).rejects.toThrow(/A job is running/);
    end();
    await settled(queue, id);
  });
});
