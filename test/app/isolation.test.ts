import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../support/fixtures';
import { draft, launchForFile, type RunningApp, videoOf } from './support/app';

/** What a page that has gone wrong could do: nothing. */
let app: RunningApp;
beforeAll(async () => {
  app = await launchForFile();
});

describe('the page', () => {
  it('has no Node', async () => {
    const types = await app.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global'].map(
        (name) => typeof (window as unknown as Record<string, unknown>)[name],
      ),
    );
    expect(new Set(types)).toEqual(new Set(['undefined']));
    expect(
      await app.page.evaluate(() => Object.keys((window as unknown as { studio: object }).studio)),
    ).toEqual(['request', 'on', 'pathOf']);
  });

  it('lives under a policy that lets nothing foreign in', async () => {
    const policy = await app.page.evaluate(async () => {
      const { headers } = await fetch(location.href);
      return headers.get('Content-Security-Policy');
    });
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });

  it('runs no text as code and no inline script', async () => {
    const outcome = await app.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      return 'inlineRan' in window;
    });
    expect(outcome).toBe(false);
    // Playwright's own evaluation is outside the policy; a timer with a text is not.
    await app.page.evaluate(() => {
      window.setTimeout('window.textRan = true', 0);
    });
    expect(await app.page.evaluate(() => 'textRan' in window)).toBe(false);
  });

  it('compiles no WebAssembly; the worker that encodes sounds does, and makes FLAC', async () => {
    const assets = readdirSync(join(repository, 'out', 'renderer', 'assets'));
    const encoder = assets.find((name) => /^encode-sound\.worker-.*\.js$/.test(name));
    const outcome = await app.page.evaluate(
      async ([file]) => {
        // The smallest module there is.
        const module = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
        const compiled = await WebAssembly.compile(module).then(
          () => 'compiled',
          () => 'refused',
        );
        const worker = new Worker(`assets/${file}`, { type: 'module' });
        const answer = await new Promise<{ type: string; bytes?: Uint8Array; message?: string }>(
          (resolve) => {
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = ({ message }) => resolve({ type: 'failed', message });
            const samples = new Float32Array(16_000).fill(0.5);
            const task = { choice: 'flac', samples, sampleRate: 16_000, settings: null };
            worker.postMessage({ id: 1, type: 'encode', task });
          },
        );
        return { compiled, type: answer.type, start: [...(answer.bytes ?? []).slice(0, 4)] };
      },
      [encoder] as const,
    );
    expect(outcome).toEqual({ compiled: 'refused', type: 'encoded', start: [...Buffer.from('fLaC')] });
  });

  it('reaches no network and no file', async () => {
    const outcomes = await app.page.evaluate(() =>
      Promise.all(
        ['http://127.0.0.1:9/', 'https://example.org/', 'file:///etc/hostname'].map((url) =>
          fetch(url).then(
            () => 'reached',
            () => 'refused',
          ),
        ),
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set(['refused']));
  });

  it('opens no window, goes nowhere, and gets no permission', async () => {
    const before = app.page.url();
    const outcome = await app.page.evaluate(async () => {
      const opened = window.open('https://example.org/');
      location.href = 'https://example.org/';
      const states = await Promise.all(
        ['geolocation', 'notifications', 'camera'].map(async (name) => {
          const { state } = await navigator.permissions.query({ name: name as PermissionName });
          return state;
        }),
      );
      return { opened: opened === null, states };
    });
    expect(outcome).toEqual({ opened: true, states: ['denied', 'denied', 'denied'] });
    expect(app.page.url()).toBe(before);
    expect(app.electron.windows()).toHaveLength(1);
  });
});

/** Status of a request that the page's own parser would have tidied up; 404 where no request is made of it. */
const statusOf = (url: string): Promise<number> =>
  app.electron.evaluate(async ({ net }, address) => {
    const answer = await net.fetch(address).catch(() => undefined);
    return answer?.status ?? 404;
  }, url);

describe('the schemes', () => {
  it.each([
    'parastep-app://studio/../../package.json',
    'parastep-app://studio/%2e%2e/%2e%2e/package.json',
    'parastep-app://studio/..%2f..%2fpackage.json',
    'parastep-app://studio/..%5c..%5cpackage.json',
    'parastep-app://studio//etc/hostname',
    'parastep-app://studio/%2fetc%2fhostname',
    'parastep-app://studio/index.html%00.png',
    'parastep-app://studio/%ff',
    'parastep-app://elsewhere/index.html',
    'parastep-media://library/../settings.json',
    'parastep-media://library/%2e%2e/settings.json',
    'parastep-media://library/..%2fsettings.json/frames.rgb',
    'parastep-media://library/nothing/frames.rgb',
    'parastep-media://elsewhere/nothing/frames.rgb',
  ])('keep %s in', async (url) => {
    expect(await statusOf(url)).toBe(404);
  });

  it('serve a result in whole, in parts and not beyond', async () => {
    const job = await app.ask('queue.add', draft());
    await app.finished(job);
    const { media, thumbnailUrl } = await app.ask('library.get', { result: job });
    const { framesUrl } = videoOf(media);
    const answers = await app.page.evaluate(
      ([url]) =>
        Promise.all(
          [
            undefined,
            'bytes=0-9',
            'bytes=27640-',
            'bytes=-8',
            'bytes=27640-99999',
            'bytes=27648-',
            'nonsense',
          ].map(async (range) => {
            const answer = await fetch(url as string, range ? { headers: { Range: range } } : {});
            const body = await answer.arrayBuffer();
            return [answer.status, body.byteLength, answer.headers.get('Content-Range')];
          }),
        ),
      [framesUrl],
    );
    expect(answers).toEqual([
      [200, 27_648, null],
      [206, 10, 'bytes 0-9/27648'],
      [206, 8, 'bytes 27640-27647/27648'],
      [206, 8, 'bytes 27640-27647/27648'],
      [206, 8, 'bytes 27640-27647/27648'],
      [416, 4, 'bytes */27648'],
      [200, 27_648, null],
    ]);
    expect(await statusOf(framesUrl.replace('frames.rgb', 'result.json'))).toBe(404);
    expect(await statusOf(`${framesUrl}/..`)).toBe(404);
    expect(await statusOf(thumbnailUrl)).toBe(200);
  });

  it('survive a page that stops reading in the middle', async () => {
    // The longest clip of this model that is made in no time.
    const job = await app.ask(
      'queue.add',
      draft({ request: { width: 512, height: 512, frames: 9, steps: 4 } }),
    );
    await app.finished(job);
    const { framesUrl } = videoOf((await app.ask('library.get', { result: job })).media);
    const read = await app.page.evaluate(async (url) => {
      const parts: number[] = [];
      for (let i = 0; i < 20; i++) {
        const ending = new AbortController();
        const { body } = await fetch(url, { signal: ending.signal });
        const reader = body?.getReader();
        parts.push((await reader?.read())?.value?.byteLength ?? 0);
        if (i % 2 === 0) ending.abort();
        else await reader?.cancel();
      }
      return parts;
    }, framesUrl);
    expect(read.every((bytes) => bytes > 0)).toBe(true);
    expect(await app.ask('queue.get')).toEqual({ jobs: [], paused: false });
    expect(app.log).not.toMatch(/uncaught|unhandled/);
  });
});
