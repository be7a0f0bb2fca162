/** Opens the built page in Electron, on the fake bridge and under the app's content policy. */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { build } from 'vite';
import { expect } from 'vitest';
import { treeshake } from '../../build/config/vite.renderer.config';
import { watPlugin } from '../../build/config/wat-plugin';
import { contentPolicy } from '../../electron/window/content-policy';
import type { Scenario } from './fake-bridge';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pageFolder = join(root, 'out/renderer');

/** The app's own, but for the blobs that stand in for the library's files. */
const policyOf = (file: string): string =>
  contentPolicy(basename(file)).replace(/connect-src [^;]+/, '$& blob:');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

async function bundleFake(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [watPlugin()],
    build: {
      write: false,
      minify: false,
      rolldownOptions: { treeshake },
      lib: { entry: join(root, 'test/renderer/fake-entry.ts'), formats: ['iife'], name: 'fake' },
    },
  });
  const [output] = Array.isArray(built) ? built : [];
  const chunk = output?.output.find((file) => file.type === 'chunk');
  if (chunk === undefined) throw new Error('The fake bridge was not built.');
  return chunk.code;
}

function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(pageFolder, pathname === '/' ? 'index.html' : pathname);
    if (!file.startsWith(pageFolder) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policyOf(file),
    });
    response.end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

export type View = {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
};

export type Studio = {
  open(scenario: Scenario, view?: View): Promise<OpenPage>;
  close(): Promise<void>;
};

export type OpenPage = {
  readonly page: Page;
  /** Errors of the page, content policy included. */
  readonly errors: readonly string[];
  close(): Promise<void>;
};

const PATIENCE_MS = 20_000;

/** Opens the window, does something there, and expects no error on the way. */
export async function visit(
  studio: Studio,
  scenario: Scenario,
  act: (page: Page) => Promise<void>,
  view: View = {},
): Promise<void> {
  const { page, errors, close } = await studio.open(scenario, { reducedMotion: true, ...view });
  page.setDefaultTimeout(PATIENCE_MS);
  try {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await act(page);
    expect(errors).toEqual([]);
  } finally {
    await close();
  }
}

/** What the page has asked of the app, by the request's name. */
export const requests = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      (window.studioRecord?.requests ?? [])
        .filter((request) => request.name === wanted)
        .map(({ params }) => params),
    name,
  );

export async function startStudio(): Promise<Studio> {
  const fake = await bundleFake();
  const server = await serve();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const url = `http://127.0.0.1:${address.port}/`;
  const data = mkdtempSync(join(tmpdir(), 'parastep-page-'));
  const electron = await launchHost(data);
  let opened = 0;
  return {
    async open(scenario, { scheme = 'light', width = 1280, height = 800, reducedMotion } = {}) {
      // Storage of its own for each, as for a user of the first hour.
      const page = await openWindow(electron, { width, height, partition: `user-${++opened}` });
      await page.emulateMedia({
        colorScheme: scheme,
        reducedMotion: reducedMotion === true ? 'reduce' : 'no-preference',
      });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
      });
      await page.addInitScript(`window.studioScenario = ${JSON.stringify(scenario)};\n${fake}`);
      await page.goto(url);
      return { page, errors, close: () => page.close() };
    },
    async close() {
      await electron.close();
      await new Promise((resolve) => server.close(resolve));
      // Chromium's helpers end, and write, a moment after it.
      await rm(data, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

function launchHost(data: string): Promise<ElectronApplication> {
  const inherited = Object.entries(process.env).filter(([, value]) => value !== undefined);
  return _electron.launch({
    executablePath: process.env['PARASTEP_TEST_ELECTRON'] ?? '',
    // Chromium's sandbox does not run as root, and a virtual display has no GPU.
    args: [
      join(root, 'test/renderer/host'),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
    ],
    env: {
      ...(Object.fromEntries(inherited) as Record<string, string>),
      PARASTEP_TEST_HOST_DATA: data,
      // They are about pages that are not served as the app's own are.
      ELECTRON_DISABLE_SECURITY_WARNINGS: 'true',
    },
  });
}

type WindowShape = { readonly width: number; readonly height: number; readonly partition: string };

async function openWindow(electron: ElectronApplication, shape: WindowShape): Promise<Page> {
  const opening = electron.waitForEvent('window');
  await electron.evaluate(({ BrowserWindow }, { width, height, partition }) => {
    const window = new BrowserWindow({
      width,
      height,
      useContentSize: true,
      webPreferences: { sandbox: true, contextIsolation: true, partition, backgroundThrottling: false },
    });
    return window.loadURL('about:blank');
  }, shape);
  return opening;
}
