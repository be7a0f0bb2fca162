import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draft, isAlive, launch, longDraft, type RunningApp } from './support/app';

/** The first process of a kind, for a test to kill. */
async function onlyOne(app: RunningApp, service: 'conductor' | 'device'): Promise<number> {
  const [pid] = await app.engineProcesses(service);
  if (pid === undefined) throw new Error(`There is no ${service}.`);
  return pid;
}

const everything = { search: '', offset: 0, limit: 200 };

describe('a killed process', () => {
  it('device worker: the job fails and names it, and runs when tried again', async () => {
    const app = await launch();
    const job = await app.ask('queue.add', longDraft());
    await app.denoising(job);
    process.kill(await onlyOne(app, 'device'), 'SIGKILL');
    const { jobs } = await app.until('queue.get', undefined, ({ jobs: [only] }) => only?.state === 'failed');
    expect(jobs[0]?.error).toMatchObject({
      code: 'device-lost',
      device: expect.stringMatching(/^cpu:[01]$/),
    });
    expect(readdirSync(join(app.data, 'library'))).toEqual([]);
    await app.ask('queue.retry', { job });
    await app.denoising(job);
  });

  it('conductor: the job fails in a sentence, and the next one runs', async () => {
    const app = await launch();
    const job = await app.ask('queue.add', longDraft());
    const next = await app.ask('queue.add', draft());
    await app.denoising(job);
    process.kill(await onlyOne(app, 'conductor'), 'SIGKILL');
    await app.finished(next);
    const { jobs } = await app.ask('queue.get');
    expect(jobs).toMatchObject([{ id: job, state: 'failed', error: { code: 'internal' } }]);
    expect(jobs[0]?.error?.message).toMatch(/The job process ended unexpectedly\. Generate again/);
  });

  it('main: its processes go, the running job is offered again, the waiting one goes on', async () => {
    const app = await launch();
    const done = await app.ask('queue.add', draft());
    await app.finished(done);
    const running = await app.ask('queue.add', longDraft());
    const waiting = await app.ask('queue.add', draft({ request: { prompt: 'next' } }));
    await app.denoising(running);
    const children = [...(await app.engineProcesses('conductor')), ...(await app.engineProcesses('device'))];
    expect(children).toHaveLength(3);
    await app.kill();
    await expect.poll(() => children.filter(isAlive), { timeout: 5_000 }).toEqual([]);

    const again = await launch({ data: app.data });
    await again.finished(waiting);
    const { jobs } = await again.ask('queue.get');
    expect(jobs).toMatchObject([{ id: running, state: 'interrupted', draft: longDraft() }]);
    const { results } = await again.ask('library.list', everything);
    expect(results.map(({ id }) => id)).toEqual([waiting, done]);
    await again.ask('queue.retry', { job: running });
    await again.denoising(running);
  });

  it('main, between the result and the queue: the result counts and the job is gone', async () => {
    const app = await launch();
    const job = await app.ask('queue.add', draft());
    await app.finished(job);
    const { plan } = await app.ask('library.get', { result: job });
    await app.kill();
    // The journal as it was a moment before: the job still runs.
    const journal = join(app.data, 'queue.json');
    const entry = {
      ...{ id: job, createdAt: 1, startedAt: 2, draft: draft(), modelTitle: 'Tiny', plan, idealSpeedup: 1 },
      ...{ state: 'running', progress: null, notices: [], error: null },
    };
    writeFileSync(journal, JSON.stringify({ formatVersion: 1, paused: false, jobs: [entry] }));
    const again = await launch({ data: app.data });
    await again.until('queue.get', undefined, ({ jobs }) => jobs.length === 0);
    expect((await again.ask('library.list', everything)).results).toMatchObject([{ id: job }]);
  });

  it('page: it is loaded again, and the job does not notice', async () => {
    const app = await launch();
    await app.electron.evaluate(({ dialog }) => {
      const told: string[] = [];
      Object.assign(globalThis, { told });
      dialog.showMessageBox = ((_window: unknown, { message }: { message: string }) => {
        told.push(message);
        return Promise.resolve({ response: 0, checkboxChecked: false });
      }) as typeof dialog.showMessageBox;
    });
    const job = await app.ask('queue.add', longDraft());
    await app.denoising(job);
    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    // The driver loses a crashed page for good, so the app itself is asked.
    const inPage = (script: string): Promise<unknown> =>
      app.electron.evaluate(
        ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
        script,
      );
    await expect
      .poll(() => app.electron.evaluate(() => (globalThis as unknown as { told: string[] }).told))
      .toEqual(['The window had to be loaded again.']);
    expect(await inPage("studio.request('queue.get').then(({ value }) => value.jobs[0]?.state)")).toBe(
      'running',
    );
    expect(await inPage(`studio.request('queue.cancel', { job: '${job}' }).then(({ ok }) => ok)`)).toBe(true);
  });

  it('a reload changes nothing for the job', async () => {
    const app = await launch();
    const job = await app.ask('queue.add', longDraft());
    await app.denoising(job);
    await app.page.reload();
    await app.listen();
    const { jobs } = await app.ask('queue.get');
    expect(jobs).toMatchObject([{ id: job, state: 'running', progress: { stage: 'denoise' } }]);
    await expect.poll(() => app.seen('job.progress')).not.toEqual([]);
  });
});
