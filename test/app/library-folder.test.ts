import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draft, freshData, launch, longDraft, type RunningApp } from './support/app';

const everything = { search: '', offset: 0, limit: 200 };

describe('a library folder', () => {
  const choose = (app: RunningApp, folder: string): Promise<void> =>
    app.electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = (() =>
        Promise.resolve({ canceled: false, filePaths: [path] })) as typeof dialog.showOpenDialog;
    }, folder);

  it('is set only by the user, and only where one may write', async () => {
    const app = await launch();
    const folder = join(freshData(), 'clips');
    expect(await app.refusal('settings.set', { libraryFolder: folder })).toMatchObject({
      code: 'bad-request',
    });
    writeFileSync(join(app.data, 'a-file'), '');
    const unwritable = join(app.data, 'a-file', 'library');
    await choose(app, unwritable);
    await app.ask('settings.chooseLibraryFolder');
    expect(await app.refusal('settings.set', { libraryFolder: unwritable })).toMatchObject({
      code: 'output-failed',
    });

    await app.finished(await app.ask('queue.add', draft()));
    await choose(app, folder);
    expect(await app.ask('settings.chooseLibraryFolder')).toBe(folder);
    await app.ask('settings.set', { libraryFolder: folder });
    expect((await app.ask('library.list', everything)).total).toBe(0);
    const job = await app.ask('queue.add', draft());
    await app.finished(job);
    expect(readdirSync(folder)).toEqual([job]);
    await app.ask('settings.set', { libraryFolder: join(app.data, 'library') });
    expect((await app.ask('library.list', everything)).total).toBe(1);
  });

  it('stays while a job runs', async () => {
    const app = await launch();
    const folder = freshData();
    await choose(app, folder);
    await app.ask('settings.chooseLibraryFolder');
    await app.denoising(await app.ask('queue.add', longDraft()));
    expect(await app.refusal('settings.set', { libraryFolder: folder })).toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/A job is running/),
    });
  });

  it('that cannot be written fails the job and keeps it', async () => {
    const data = freshData();
    writeFileSync(join(data, 'library'), 'a file where the folder should be');
    const app = await launch({ data });
    const job = await app.ask('queue.add', draft());
    const { jobs } = await app.until('queue.get', undefined, ({ jobs: [only] }) => only?.state === 'failed');
    expect(jobs[0]).toMatchObject({ id: job, error: { code: 'output-failed' } });
    rmSync(join(data, 'library'));
    await app.ask('queue.retry', { job });
    await app.finished(job);
  });
});
