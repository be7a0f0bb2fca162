import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draft, freshData, isAlive, launch, longDraft, type RunningApp } from './support/app';

type Bounds = { x: number; y: number; width: number; height: number };

const bounds = (app: RunningApp): Promise<Bounds | undefined> =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());

/** The user answers every question with this button. */
const answerWith = (app: RunningApp, response: number): Promise<void> =>
  app.electron.evaluate(({ dialog }, button) => {
    const questions: string[] = [];
    Object.assign(globalThis, { questions });
    dialog.showMessageBox = ((_window: unknown, { message }: { message: string }) => {
      questions.push(message);
      return Promise.resolve({ response: button, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  }, response);

const close = (app: RunningApp): Promise<void> =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

describe('the window', () => {
  it('opens where it was closed', async () => {
    const app = await launch();
    await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1000, height: 700 }),
    );
    await expect.poll(() => bounds(app)).toMatchObject({ width: 1000, height: 700 });
    const before = await bounds(app);
    await app.quit();
    const again = await launch({ data: app.data });
    expect(await bounds(again)).toEqual(before);
  });

  it.each([
    ['on a display that is gone', { x: 9000, y: 9000, width: 1000, height: 700, maximized: false }],
    ['above the display', { x: 100, y: -2000, width: 1000, height: 700, maximized: false }],
  ])('does not open %s', async (_name, state) => {
    const data = freshData();
    writeFileSync(join(data, 'window.json'), JSON.stringify(state));
    const app = await launch({ data });
    const { x = -1, y = -1, width } = (await bounds(app)) ?? {};
    expect(width).toBe(1000);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThan(1600);
    expect(y).toBeGreaterThanOrEqual(0);
  });

  it('works at a display scale of 2 and with no process for the GPU', async () => {
    const app = await launch({ switches: ['--force-device-scale-factor=2', '--in-process-gpu'] });
    expect(await app.page.evaluate(() => window.devicePixelRatio)).toBe(2);
    await app.finished(await app.ask('queue.add', draft()));
  });

  it('goes on when the process for the GPU is killed', async () => {
    const app = await launch();
    const gpu = await app.electron.evaluate(
      ({ app: electron }) => electron.getAppMetrics().find(({ type }) => type === 'GPU')?.pid,
    );
    if (gpu === undefined) throw new Error('There is no process for the GPU.');
    process.kill(gpu, 'SIGKILL');
    await expect.poll(() => isAlive(gpu)).toBe(false);
    await app.finished(await app.ask('queue.add', draft()));
    await app.page.getByRole('button', { name: 'Library' }).click();
    await app.page.getByRole('button', { name: /^Open “/ }).waitFor();
    expect((await app.page.screenshot()).length).toBeGreaterThan(1000);
  });

  it('sends the commands of its menu to the page', async () => {
    const app = await launch();
    await app.electron.evaluate(({ Menu }) => {
      const menu = Menu.getApplicationMenu();
      const click = (items: Electron.MenuItem[]): void => {
        for (const item of items) {
          if (item.submenu) click(item.submenu.items);
          else if (!item.role && !/log/i.test(item.label)) item.click();
        }
      };
      click(menu?.items ?? []);
    });
    const commands = async (): Promise<string[]> =>
      (await app.seen('menu.command')).map(({ command }) => command).sort();
    await expect.poll(commands).toEqual(['cancel', 'generate', 'new', 'preferences', 'save', 'shortcuts']);
  });

  it('shows a job in the taskbar, and takes it away', async () => {
    const app = await launch();
    await app.electron.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      const parts: number[] = [];
      Object.assign(globalThis, { parts });
      if (window !== undefined) window.setProgressBar = (part) => void parts.push(part);
    });
    const shape = draft({ request: { steps: 100 } });
    await app.finished(await app.ask('queue.add', shape));
    await app.finished(await app.ask('queue.add', shape));
    const parts = await app.electron.evaluate(() => (globalThis as unknown as { parts: number[] }).parts);
    expect(parts.some((part) => part > 0 && part <= 1)).toBe(true);
    expect(parts.at(-1)).toBe(-1);
  });
});

describe('closing the window', () => {
  it('ends the app', async () => {
    const app = await launch();
    const { pid = 0 } = app.electron.process();
    await close(app).catch(() => undefined);
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });

  it('in mid-job asks, and stays if told so', async () => {
    const app = await launch();
    const job = await app.ask('queue.add', longDraft());
    await app.denoising(job);
    await answerWith(app, 0);
    await close(app);
    const questions = await app.electron.evaluate(
      () => (globalThis as unknown as { questions: string[] }).questions,
    );
    expect(questions).toEqual(['A clip is being made.']);
    expect((await app.ask('queue.get')).jobs).toMatchObject([{ id: job, state: 'running' }]);
  });

  it('in mid-job stops the job if told so, and offers it again', async () => {
    const app = await launch();
    const job = await app.ask('queue.add', longDraft());
    await app.denoising(job);
    const engine = [...(await app.engineProcesses('conductor')), ...(await app.engineProcesses('device'))];
    const { pid = 0 } = app.electron.process();
    await answerWith(app, 1);
    await close(app).catch(() => undefined);
    await expect.poll(() => [pid, ...engine].filter(isAlive), { timeout: 10_000 }).toEqual([]);
    const again = await launch({ data: app.data });
    expect((await again.ask('queue.get')).jobs).toMatchObject([{ id: job, state: 'interrupted' }]);
  });
});

describe.skipIf(process.platform === 'win32')('a signal to end', () => {
  it('asks nobody, ends all processes, and offers the job again', async () => {
    const app = await launch();
    const job = await app.ask('queue.add', longDraft());
    await app.denoising(job);
    const engine = [...(await app.engineProcesses('conductor')), ...(await app.engineProcesses('device'))];
    const { pid = 0 } = app.electron.process();
    process.kill(pid, 'SIGTERM');
    await expect.poll(() => [pid, ...engine].filter(isAlive), { timeout: 10_000 }).toEqual([]);
    const again = await launch({ data: app.data });
    expect((await again.ask('queue.get')).jobs).toMatchObject([{ id: job, state: 'interrupted' }]);
  });
});

describe('a notification', () => {
  const listen = (app: RunningApp): Promise<void> =>
    app.electron.evaluate(({ Notification, BrowserWindow }) => {
      const shown: string[] = [];
      Object.assign(globalThis, { shown });
      Notification.isSupported = () => true;
      Notification.prototype.show = function show(this: Electron.Notification) {
        shown.push(`${this.title}: ${this.body}`);
      };
      const window = BrowserWindow.getAllWindows()[0];
      if (window !== undefined) window.isFocused = () => false;
    });
  const shown = (app: RunningApp): Promise<string[]> =>
    app.electron.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);

  it('tells that a job is done while the window is not in front, if it may', async () => {
    const app = await launch();
    await listen(app);
    await app.finished(await app.ask('queue.add', draft({ request: { prompt: 'A boat' } })));
    expect(await shown(app)).toEqual(['Your clip is ready: A boat']);
    await app.ask('settings.set', { notifyWhenDone: false });
    await app.finished(await app.ask('queue.add', draft()));
    expect(await shown(app)).toHaveLength(1);
  });
});
