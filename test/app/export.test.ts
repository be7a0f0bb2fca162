import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExportFormat, ExportTarget } from '../../electron/contract';
import { temporaryFolder, unwritableFolder } from '../support/jobs';
import { draft, launch, launchForFile, type RunningApp } from './support/app';

let app: RunningApp;
let result: string;
let folder: string;
beforeAll(async () => {
  app = await launchForFile();
  result = await app.ask('queue.add', draft());
  await app.finished(result);
});
beforeEach(() => {
  folder = temporaryFolder();
});

/** The user chooses `path`, or closes the dialog. */
const choose = (to: RunningApp, path: string | undefined): Promise<void> =>
  to.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = ((_window: unknown, options: unknown) => {
      Object.assign(globalThis, { asked: options });
      return Promise.resolve({ canceled: filePath === undefined, filePath });
    }) as typeof dialog.showSaveDialog;
  }, path);

async function begin(path: string, format: ExportFormat = 'mp4', to = app): Promise<ExportTarget> {
  await choose(to, path);
  const target = await to.ask('export.begin', { result, format, suggestedName: 'a boat' });
  if (target === null) throw new Error('Nothing was begun.');
  return target;
}

/** Bytes cannot be handed to the page as they are. */
const write = (id: string, file: string, text: string, to = app) =>
  to.page.evaluate(
    ([name, path, content]) => {
      type Studio = { studio: { request(request: string, params: unknown): Promise<{ ok: boolean }> } };
      const bytes = new TextEncoder().encode(content);
      return (window as unknown as Studio).studio.request('export.write', {
        export: name,
        file: path,
        bytes,
      });
    },
    [id, file, text] as const,
  );

describe('an export', () => {
  it('asks with a usable name and the right kind of file', async () => {
    await choose(app, undefined);
    const params = { result, format: 'webm', suggestedName: '../a "boat"?' } as const;
    expect(await app.ask('export.begin', params)).toBeNull();
    const asked = await app.electron.evaluate(() => (globalThis as unknown as { asked: unknown }).asked);
    expect(asked).toMatchObject({
      defaultPath: expect.stringMatching(/[/\\]a boat\.webm$/),
      filters: [{ name: 'WebM video', extensions: ['webm'] }],
    });
  });

  it('appears whole under its name, with its settings beside it', async () => {
    const { id, path } = await begin(join(folder, 'clip'));
    expect(path).toBe(join(folder, 'clip.mp4'));
    // In order, although nobody waits for the first.
    await Promise.all([write(id, '', 'first '), write(id, '', 'second '), write(id, '', 'third')]);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.clip\.mp4\..*\.partial$/)]);
    expect(await app.ask('export.finish', { export: id, sidecar: '{"seed":11}' })).toEqual({ path });
    expect(readdirSync(folder).sort()).toEqual(['clip.mp4', 'clip.mp4.json']);
    expect(readFileSync(path, 'utf8')).toBe('first second third');
    expect(await write(id, '', 'late')).toMatchObject({ ok: false });
  });

  it('replaces an older file only once it is whole', async () => {
    const path = join(folder, 'clip.gif');
    writeFileSync(path, 'older');
    const { id } = await begin(path, 'gif');
    await write(id, '', 'newer');
    expect(readFileSync(path, 'utf8')).toBe('older');
    await app.ask('export.finish', { export: id, sidecar: null });
    expect(readFileSync(path, 'utf8')).toBe('newer');
  });

  it('of frames is a folder, with plain names only', async () => {
    const path = join(folder, 'frames');
    const { id, isFolder } = await begin(path, 'png-frames');
    expect(isFolder).toBe(true);
    await write(id, 'frame-0001.png', 'one');
    await write(id, 'frame-0002.png', 'two');
    for (const name of ['', '../frame.png', '/tmp/frame.png', '.hidden', 'a/b.png']) {
      expect(await write(id, name, 'bad')).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    }
    await app.ask('export.finish', { export: id, sidecar: '{}' });
    expect(readdirSync(path).sort()).toEqual(['frame-0001.png', 'frame-0002.png', 'settings.json']);
  });

  it('does not write into a folder that holds something', async () => {
    mkdirSync(join(folder, 'frames'));
    writeFileSync(join(folder, 'frames', 'mine.txt'), '');
    await choose(app, join(folder, 'frames'));
    const params = { result, format: 'png-frames', suggestedName: 'frames' } as const;
    expect(await app.refusal('export.begin', params)).toMatchObject({
      code: 'output-failed',
      message: expect.stringMatching(/exists already and is not empty/),
    });
    expect(readdirSync(folder)).toEqual(['frames']);
  });

  it.each([
    ['a folder that is not there', (base: string) => join(base, 'none', 'clip.mp4'), /folder does not exist/],
    ['a file as folder', (base: string) => join(base, 'file', 'clip.mp4'), /its folder is a file/],
    ['a name that is too long', (base: string) => join(base, `${'a'.repeat(300)}.mp4`), /name is too long/],
  ])('is refused for %s, in a sentence', async (_name, pathIn, message) => {
    writeFileSync(join(folder, 'file'), '');
    await choose(app, pathIn(folder));
    const params = { result, format: 'mp4', suggestedName: 'clip' } as const;
    expect(await app.refusal('export.begin', params)).toMatchObject({
      code: 'output-failed',
      message: expect.stringMatching(message),
    });
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it.skipIf(process.platform === 'win32')('is refused for a folder without write permission', async () => {
    await choose(app, join(unwritableFolder() ?? '', 'clip.mp4'));
    const params = { result, format: 'mp4', suggestedName: 'clip' } as const;
    expect(await app.refusal('export.begin', params)).toMatchObject({
      code: 'output-failed',
      message: expect.stringMatching(/you may not write there/),
    });
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full', async () => {
    const { id } = await begin(join(folder, 'clip.mp4'));
    const [partial = ''] = readdirSync(folder);
    // The partial file on a disk without room.
    rmSync(join(folder, partial));
    symlinkSync('/dev/full', join(folder, partial));
    expect(await write(id, '', 'too much')).toMatchObject({
      ok: false,
      error: { code: 'output-failed', message: expect.stringMatching(/the disk is full/) },
    });
    await app.ask('export.abort', { export: id });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('an unfinished export leaves nothing', () => {
  it('when it is aborted, also twice', async () => {
    const { id } = await begin(join(folder, 'clip.mp4'));
    await write(id, '', 'half');
    await app.ask('export.abort', { export: id });
    await app.ask('export.abort', { export: id });
    expect(readdirSync(folder)).toEqual([]);
    expect(await app.refusal('export.finish', { export: id, sidecar: null })).toMatchObject({
      code: 'bad-request',
    });
  });

  it('when the page is loaded again', async () => {
    await begin(join(folder, 'clip.mp4'));
    await app.page.reload();
    await app.listen();
    await expect.poll(() => readdirSync(folder)).toEqual([]);
  });

  it('when the app is killed and started again', async () => {
    const own = await launch();
    const job = await own.ask('queue.add', draft());
    await own.finished(job);
    await choose(own, join(folder, 'clip.mp4'));
    await own.ask('export.begin', { result: job, format: 'mp4', suggestedName: 'clip' });
    expect(readdirSync(folder)).toHaveLength(1);
    await own.kill();
    const again = await launch({ data: own.data });
    await again.ask('app.info');
    await expect.poll(() => readdirSync(folder)).toEqual([]);
  });
});

describe('a drag', () => {
  it('takes a finished file out of the window', async () => {
    await app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) throw new Error('There is no window.');
      contents.startDrag = ({ file, icon }) => {
        Object.assign(globalThis, { dragged: { file, hasIcon: !(icon as Electron.NativeImage).isEmpty() } });
      };
    });
    const { id, path } = await app.ask('export.beginForDrag', {
      result,
      format: 'mp4',
      suggestedName: 'a boat',
    });
    expect(await app.refusal('export.startDrag', { export: id })).toMatchObject({ code: 'bad-request' });
    await write(id, '', 'a clip');
    await app.ask('export.finish', { export: id, sidecar: null });
    await app.ask('export.startDrag', { export: id });
    const dragged = await app.electron.evaluate(
      () => (globalThis as unknown as { dragged: unknown }).dragged,
    );
    expect(dragged).toEqual({ file: path, hasIcon: true });
    expect(path).toMatch(/a boat\.mp4$/);
    expect(readFileSync(path, 'utf8')).toBe('a clip');
  });
});
