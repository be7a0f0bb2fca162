import { beforeAll, describe, expect, it } from 'vitest';
import { draft, launchForFile, type RunningApp } from './support/app';

/** What the window may ask, and that nobody else may, and nothing else. */
let app: RunningApp;
beforeAll(async () => {
  app = await launchForFile();
});

describe('requests', () => {
  it('answer with what the contract says', async () => {
    const info = await app.ask('app.info');
    expect(info).toMatchObject({ version: '0.1.0', platform: process.platform, hasCommandLine: true });
    expect(info.electron).toMatch(/^\d+\.\d+\.\d+$/);
    const { models, broken } = await app.ask('models.list');
    expect(broken).toEqual([]);
    const tiny = models.find(({ id }) => id === 'cogvideox-tiny');
    expect(tiny?.limits).toEqual({
      sizeUnit: 16,
      frameCounts: [1, 8, 9, 16, 17, 24, 25, 32, 33, 40, 41, 48, 49, 56, 57, 64],
      maxSteps: 1000,
      promptTokens: 16,
    });
    const devices = await app.ask('devices.list');
    expect(devices.map(({ id }) => id)).toEqual(['cpu:0', 'cpu:1']);
  });

  it.each([
    ['an unknown request', 'app.everything', undefined],
    ['an inherited name', 'toString', undefined],
    ['a name that is none', 7, undefined],
    ['parameters where there are none', 'app.info', {}],
    ['no parameters where there are some', 'models.countTokens', undefined],
    ['an unknown parameter', 'models.countTokens', { model: 'cogvideox-tiny', text: '', more: 1 }],
    ['a text that is too long', 'models.countTokens', { model: 'a', text: 'a'.repeat(1_000_001) }],
    ['a page without end', 'library.list', { search: '', offset: 0, limit: 201 }],
    ['a page before the start', 'library.list', { search: '', offset: -1, limit: 10 }],
    ['no results to trash', 'library.trash', { results: [] }],
    ['an id of nothing', 'library.get', { result: '' }],
    ['a setting of another kind', 'settings.set', { colorScheme: 'pink' }],
    ['no CPU device', 'settings.set', { cpuDevices: 0 }],
    ['bytes that are none', 'export.write', { export: 'a', file: '', bytes: [1, 2] }],
    ['a format that is none', 'export.begin', { result: 'a', format: 'avi', suggestedName: 'a' }],
  ])('refuse %s', async (_name, request, params) => {
    const error = await app.refusal(request as 'app.info', params);
    expect(error.code).toBe('bad-request');
    expect(error.message).toMatch(/^[A-Z].*\.$/s);
  });

  const { parallelism } = draft();
  it.each([
    ['an empty prompt', { request: { prompt: ' ' } }, /The prompt is empty/],
    ['steps past their limit', { request: { steps: 1001 } }, /request\.steps cannot be used/],
    ['no steps', { request: { steps: 0 } }, /request\.steps cannot be used/],
    ['half a step', { request: { steps: 1.5 } }, /request\.steps cannot be used/],
    ['a size between two', { request: { width: 40 } }, /multiples of 16 pixels: use 48x32/],
    ['a size past its limit', { request: { width: 8208 } }, /request\.width cannot be used/],
    ['a frame count between two', { request: { frames: 7 } }, /cannot make exactly 7 frames: use 8/],
    ['a negative seed', { request: { seed: -1 } }, /request\.seed cannot be used/],
    ['a seed beyond whole numbers', { request: { seed: 2 ** 53 } }, /request\.seed cannot be used/],
    ['guidance that is no number', { request: { guidanceScale: Number.NaN } }, /guidanceScale/],
    ['guidance past its limit', { request: { guidanceScale: 100.1 } }, /guidanceScale/],
    ['no frame rate', { request: { fps: 0 } }, /request\.fps/],
    ['a prompt past its limit', { request: { prompt: 'a'.repeat(1_000_001) } }, /request\.prompt/],
    ['more exact steps than steps', { parallelism: { warmup: 11 } }, /do not fit into 10 steps/],
    ['no warm-up', { parallelism: { warmup: 0 } }, /at least 1 warm-up step/],
    ['a degree above the devices', { parallelism: { degree: 5 } }, /Degree 5 needs 3 devices and 2 are/],
    ['no device', { parallelism: { devices: [] } }, /parallelism\.devices/],
    ['a device twice', { parallelism: { devices: ['cpu:0', 'cpu:0'] } }, /chosen twice/],
    ['a device that is not there', { parallelism: { devices: ['cpu:7'], degree: 1 } }, /no device cpu:7/],
    ['a reuse that is none', { parallelism: { reuse: 'magic' as 'own' } }, /parallelism\.reuse/],
  ])('refuse a draft with %s', async (_name, change, message) => {
    const error = await app.refusal('queue.add', draft(change));
    expect(error).toMatchObject({ code: 'bad-request', message: expect.stringMatching(message) });
    expect((await app.ask('queue.get')).jobs).toEqual([]);
    expect(parallelism).toEqual(draft().parallelism);
  });

  it('refuse a model that is not here', async () => {
    const error = await app.refusal('queue.add', { ...draft(), model: 'another' });
    expect(error).toMatchObject({ code: 'bundle-missing' });
  });

  it('measure the way to a device, and say what a virtual one models', async () => {
    const measured = await app.ask('devices.measureLink', { device: 'cpu:0' });
    expect(measured.modelled).toBe(false);
    expect(measured.gigabytesPerSecond).toBeGreaterThan(0.01);
    const model = { evaluationMs: 5, speed: 1, latencyMs: 0.5, gigabytesPerSecond: 12 };
    await app.ask('settings.set', { virtualDevices: [model] });
    expect(await app.ask('devices.measureLink', { device: 'virtual:0' })).toEqual({
      latencyMs: 0.5,
      gigabytesPerSecond: 12,
      modelled: true,
    });
    await app.ask('settings.set', { virtualDevices: [] });
    expect(await app.refusal('devices.measureLink', { device: 'cpu:9' })).toMatchObject({
      code: 'bad-request',
      message: 'There is no device cpu:9.',
    });
  });

  it('count the tokens of a pasted book without holding up the rest', async () => {
    const text = 'a boat on the sea '.repeat(5_556).slice(0, 100_000);
    const counting = app.ask('models.countTokens', { model: 'cogvideox-tiny', text });
    const answered: string[] = [];
    const both = [
      counting.then(() => answered.push('tokens')),
      app.ask('app.info').then(() => answered.push('info')),
    ];
    await Promise.all(both);
    expect(answered).toEqual(['info', 'tokens']);
    expect(await counting).toBeGreaterThan(10_000);
  });
});

describe('another sender', () => {
  it('is refused, even with our own page and preload script', async () => {
    const answer = await app.electron.evaluate(async ({ BrowserWindow, app: electron }) => {
      const preload = `${electron.getAppPath()}/out/node/preload.cjs`;
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload } });
      await stranger.loadURL('parastep-app://studio/nothing.html');
      const asked = await stranger.webContents.executeJavaScript("studio.request('app.info')");
      stranger.destroy();
      return asked;
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  });

  it('is not even loaded into a frame of our page', async () => {
    const content = await app.page.evaluate(async () => {
      const frame = document.createElement('iframe');
      frame.src = location.href;
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      await loaded;
      // Null for a page of another origin, such as the one that says that this was blocked.
      const readable = frame.contentDocument;
      frame.remove();
      return readable;
    });
    expect(content).toBeNull();
  });
});
