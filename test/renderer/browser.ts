/** Opens the built page in a browser, on the fake bridge and under the app's content policy. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import type { Scenario } from './fake-bridge';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pageFolder = join(root, 'out/renderer');

/** A browser of the system; the page needs nothing of Electron. */
export const browserPath = [
  process.env['PARASTEP_TEST_BROWSER'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** As strict as the app's own, but for the blobs that stand in for the library's files. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob:",
  "connect-src 'self' blob:",
].join('; ');

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
    build: {
      write: false,
      minify: false,
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
      'content-security-policy': CONTENT_POLICY,
    });
    response.end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

export type View = {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
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

export async function startStudio(): Promise<Studio> {
  if (browserPath === undefined) throw new Error('There is no browser.');
  const fake = await bundleFake();
  const server = await serve();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const url = `http://127.0.0.1:${address.port}/`;
  const browser: Browser = await chromium.launch({ executablePath: browserPath, args: QUIET });
  return {
    async open(scenario, { scheme = 'light', width = 1280, height = 800, scale = 1, reducedMotion } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: scheme,
        deviceScaleFactor: scale,
        reducedMotion: reducedMotion === true ? 'reduce' : 'no-preference',
      });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
      });
      await page.addInitScript(`window.studioScenario = ${JSON.stringify(scenario)};\n${fake}`);
      await page.goto(url);
      return { page, errors, close: () => context.close() };
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
