import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../support/fixtures';
import { appEnv, draft, freshData, launch, launchForFile, processEnv, standardSwitches } from './support/app';

const everything = { search: '', offset: 0, limit: 200 };

describe('a start with results', () => {
  /** Data of a user with two results, newest first. */
  let data: string;
  const ids: string[] = [];
  beforeAll(async () => {
    const app = await launchForFile();
    for (const prompt of ['older', 'newer']) {
      const job = await app.ask('queue.add', draft({ request: { prompt } }));
      await app.finished(job);
      ids.unshift(job);
    }
    data = app.data;
    await app.quit();
  });

  const index = (data: string): string => join(data, 'library-index.db');

  it.each([
    ['damaged', (data: string) => writeFileSync(index(data), 'not a database'.repeat(1000))],
    ['missing', (data: string) => rmSync(index(data))],
    [
      'full of holes',
      (data: string) => {
        const content = readFileSync(index(data));
        content.fill(0xff, 4096);
        writeFileSync(index(data), content);
      },
    ],
    [
      'too old',
      (data: string) => {
        const content = readFileSync(index(data));
        // SQLite keeps the user's version here.
        content.writeUInt32BE(99, 60);
        writeFileSync(index(data), content);
      },
    ],
  ])('with an index that is %s makes it anew from the folders', async (_name, damage) => {
    for (const file of [`${index(data)}-wal`, `${index(data)}-shm`]) rmSync(file, { force: true });
    damage(data);
    const app = await launch({ data });
    const { total, results } = await app.ask('library.list', everything);
    expect(total).toBe(2);
    expect(results.map(({ id }) => id)).toEqual(ids);
  });

  it('finds results that were copied in, and not what only looks like one', async () => {
    const library = join(data, 'library');
    const [one = ''] = ids;
    cpSync(join(library, one), join(library, 'a-copy'), { recursive: true });
    rmSync(join(library, 'a-copy', 'thumbnail.png'));
    rmSync(join(library, 'a-copy', 'draft.json'));
    cpSync(join(library, one), join(library, 'cut-short'), { recursive: true });
    writeFileSync(join(library, 'cut-short', 'frames.rgb'), 'too few');
    mkdirSync(join(library, 'empty'));
    const app = await launch({ data });
    const { results } = await app.ask('library.list', everything);
    expect(results.map(({ id }) => id).sort()).toEqual([...ids, 'a-copy'].sort());
    expect(existsSync(join(library, 'a-copy', 'thumbnail.png'))).toBe(true);
    expect((await app.ask('library.get', { result: 'a-copy' })).draft).toMatchObject({
      model: 'cogvideox-tiny',
    });
  });
});

describe('a start', () => {
  it('takes what it can from old settings, and keeps the file', async () => {
    const data = freshData();
    const old = JSON.stringify({ colorScheme: 'dark', cpuDevices: 'two', telemetryConsent: true });
    writeFileSync(join(data, 'settings.json'), old);
    const app = await launch({ data });
    const settings = await app.ask('settings.get');
    expect(settings).toMatchObject({ colorScheme: 'dark', cpuDevices: 2, embedSettings: true });
    expect(readFileSync(join(data, 'settings.json.bak'), 'utf8')).toBe(old);
    await app.ask('settings.set', { notifyWhenDone: false });
    await expect
      .poll(async () => (await app.seen('settings.changed')).at(-1))
      .toMatchObject({ notifyWhenDone: false });
    await app.quit();
    const again = await launch({ data });
    expect(await again.ask('settings.get')).toEqual({ ...settings, notifyWhenDone: false });
  });

  it.each(['settings.json', 'queue.json', 'window.json', 'exports.json'])(
    'does without a readable %s',
    async (file) => {
      const data = freshData();
      writeFileSync(join(data, file), '{ "half": ');
      const app = await launch({ data });
      expect(await app.ask('queue.get')).toEqual({ jobs: [], paused: false });
      await app.finished(await app.ask('queue.add', draft()));
      if (file !== 'window.json' && file !== 'exports.json')
        expect(existsSync(join(data, `${file}.bak`))).toBe(true);
    },
  );

  it('keeps the jobs of a queue that it can read', async () => {
    const app = await launch();
    await app.ask('queue.setPaused', { paused: true });
    const job = await app.ask('queue.add', draft());
    await app.kill();
    const file = join(app.data, 'queue.json');
    const journal = JSON.parse(readFileSync(file, 'utf8')) as { jobs: unknown[] };
    writeFileSync(
      file,
      JSON.stringify({ ...journal, jobs: [...journal.jobs, { id: 'from a later version' }] }),
    );
    const again = await launch({ data: app.data });
    expect(await again.ask('queue.get')).toMatchObject({
      paused: true,
      jobs: [{ id: job, state: 'waiting' }],
    });
    expect(existsSync(`${file}.bak`)).toBe(true);
  });

  it('without a folder to write to says so, and ends', () => {
    const data = join(freshData(), 'file', 'data');
    writeFileSync(join(data, '..'), '');
    const { status, stderr } = spawnSync(
      process.env['PARASTEP_TEST_ELECTRON'] ?? '',
      [repository, ...standardSwitches()],
      { env: { ...processEnv(), ...appEnv(data) }, timeout: 20_000, encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/could not be written: its folder is a file/);
  });

  it('of a second app shows the window of the first', async () => {
    const app = await launch();
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const { status } = spawnSync(
      process.env['PARASTEP_TEST_ELECTRON'] ?? '',
      [repository, ...standardSwitches()],
      { env: { ...processEnv(), ...appEnv(app.data) }, timeout: 20_000 },
    );
    expect(status).toBe(0);
    const isVisible = () =>
      app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    await expect.poll(isVisible).toBe(true);
    expect(await app.ask('queue.get')).toEqual({ jobs: [], paused: false });
  });
});
