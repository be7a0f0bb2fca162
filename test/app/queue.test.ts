import { describe, expect, it } from 'vitest';
import { titleOf } from '../../workers/api';
import { draft, launch, longDraft, type RunningApp } from './support/app';

const states = async (app: RunningApp): Promise<[string, string][]> =>
  (await app.ask('queue.get')).jobs.map(({ draft: { request }, state }) => [titleOf(request), state]);

/** Adds jobs with these prompts; the first runs. */
async function addAll(app: RunningApp, prompts: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const prompt of prompts) ids.push(await app.ask('queue.add', longDraft({ prompt })));
  return ids;
}

describe('the queue', () => {
  it('runs one job, and lets the others be moved, cancelled, removed and tried again', async () => {
    const app = await launch();
    const [a = '', b = '', c = '', d = ''] = await addAll(app, ['a', 'b', 'c', 'd']);
    await app.denoising(a);
    await app.ask('queue.move', { job: d, before: b });
    await app.ask('queue.move', { job: b, before: null });
    expect(await states(app)).toEqual([
      ['a', 'running'],
      ['d', 'waiting'],
      ['c', 'waiting'],
      ['b', 'waiting'],
    ]);
    await app.ask('queue.move', { job: c, before: c });
    expect(await app.refusal('queue.move', { job: a, before: null })).toMatchObject({ code: 'bad-request' });
    expect(await app.refusal('queue.remove', { job: a })).toMatchObject({ code: 'bad-request' });
    expect(await app.refusal('queue.retry', { job: c })).toMatchObject({ code: 'bad-request' });
    expect(await app.refusal('queue.cancel', { job: 'nobody' })).toMatchObject({ code: 'bad-request' });
    await app.ask('queue.cancel', { job: c });
    await app.ask('queue.remove', { job: b });
    expect(await states(app)).toEqual([
      ['a', 'running'],
      ['d', 'waiting'],
      ['c', 'cancelled'],
    ]);
    await app.ask('queue.setPaused', { paused: true });
    await app.ask('queue.cancel', { job: a });
    await app.ask('queue.retry', { job: c });
    expect(await states(app)).toEqual([
      ['d', 'waiting'],
      ['c', 'waiting'],
      ['a', 'cancelled'],
    ]);
    // A paused queue holds no memory of the devices.
    await expect.poll(() => app.engineProcesses('device')).toEqual([]);
    await app.ask('queue.setPaused', { paused: false });
    await app.denoising(d);
  });
});

describe('cancelling', () => {
  it.each([
    // The tiny model may load between two looks.
    ['load', { ...longDraft({ width: 64, height: 64, frames: 17 }), model: 'demo-text-to-video' }],
    ['denoise', longDraft()],
    ['decode', longDraft({ steps: 10, width: 256, height: 256, frames: 49 })],
  ] as const)('in the stage %s takes under 2 s, and the next job runs', async (stage, long) => {
    const app = await launch();
    const job = await app.ask('queue.add', long);
    await app.until('queue.get', undefined, ({ jobs }) => jobs[0]?.progress?.stage === stage, 60_000);
    const started = performance.now();
    await app.ask('queue.cancel', { job });
    expect(performance.now() - started).toBeLessThan(2_000);
    const { jobs } = await app.ask('queue.get');
    expect(jobs).toMatchObject([{ id: job, state: 'cancelled', error: null, progress: null }]);
    await app.finished(await app.ask('queue.add', draft()));
    const { total } = await app.ask('library.list', { search: '', offset: 0, limit: 1 });
    expect(total).toBe(1);
  });
});
