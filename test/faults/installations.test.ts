import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Installation } from '../../electron/contract';
import { Log } from '../../electron/logs/log';
import { Installations } from '../../electron/models/installing/installations';
import { repository, tinyBundle } from '../support/fixtures';
import { HubServer } from '../support/hub-server';
import { adder, adderManifest, tensorProto } from '../support/onnx';

const LENGTH = 100_000;
const GRAPH = 'transformer/model.onnx';
const graph = adder(tensorProto({ name: 'w', dims: [LENGTH], raw: new Uint8Array(4 * LENGTH) }), LENGTH);
const files = { [GRAPH]: graph };

let home: string;
let models: string;
let hub: HubServer;
const installed: string[] = [];
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'parastep-installations-'));
  models = join(home, 'models');
  installed.length = 0;
  hub = await HubServer.start({ ...files, 'parastep.json': JSON.stringify(adderManifest(files, LENGTH)) });
});
afterEach(async () => {
  await hub.close();
  rmSync(home, { recursive: true, force: true });
});

/** The app's installations, as after a start. */
async function start(): Promise<Installations> {
  const installations = new Installations({
    models,
    program: join(repository, 'out', 'node', 'installer-thread.cjs'),
    hub: () => ({ endpoint: hub.endpoint, token: undefined }),
    log: new Log(home),
    onChanged: () => undefined,
    onInstalled: (title) => installed.push(title),
  });
  await installations.open();
  return installations;
}

const shown = (installations: Installations, id: string): Installation | undefined =>
  installations.list.find((installation) => installation.id === id);

const until = (check: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(check()).toBe(true), { timeout: 20_000, interval: 20 });

it('a download goes on after the app was closed in its middle', async () => {
  hub.fail(GRAPH, { kind: 'stall', after: 200_000 });
  const first = await start();
  const id = first.download(hub.repository);
  expect(first.download(` ${hub.repository} `)).toBe(id);
  await until(() => (shown(first, id)?.done ?? 0) > 0);
  expect(shown(first, id)).toMatchObject({ state: 'running', title: 'Adder', license: 'CC0-1.0' });
  await first.close();

  const second = await start();
  expect(shown(second, id)).toMatchObject({ state: 'stopped', title: 'Adder', source: hub.repository });
  expect(shown(second, id)?.done).toBeGreaterThan(0);
  second.resume(id);
  await until(() => installed.length > 0);
  expect(installed).toEqual(['Adder']);
  expect(second.list).toEqual([]);
  expect(hub.answered.at(-1)).toMatchObject({ path: GRAPH, status: 206 });
  expect(readFileSync(join(models, 'adder', GRAPH)).equals(graph)).toBe(true);
});

it('a failure is told in a sentence; what is discarded is gone, from the disk as well', async () => {
  hub.fail(GRAPH, { kind: 'status', status: 404 });
  const installations = await start();
  const id = installations.download(hub.repository);
  await until(() => shown(installations, id)?.state === 'failed');
  expect(shown(installations, id)?.problem).toContain('the server answered 404');
  await installations.discard(id);
  expect(installations.list).toEqual([]);
  expect((await start()).list).toEqual([]);
});

it('a folder is imported, and a model verified; a flipped bit is found', async () => {
  const installations = await start();
  installations.import(tinyBundle);
  await until(() => installed.length > 0);
  const folder = join(models, 'cogvideox-tiny');
  const model = { id: 'cogvideox-tiny', folder, title: 'Tiny CogVideoX' };
  const id = installations.verify(model);
  await until(() => shown(installations, id)?.state === 'done');

  const path = join(folder, 'transformer', 'model.onnx');
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  installations.verify(model);
  await until(() => shown(installations, id)?.state === 'failed');
  expect(shown(installations, id)?.problem).toContain('transformer/model.onnx has changed');
});

it('halves of a copy that a killed app left are taken away', async () => {
  const left = join(models, '.incoming', 'half', 'bundle');
  cpSync(tinyBundle, left, { recursive: true });
  expect((await start()).list).toEqual([]);
  expect(existsSync(left)).toBe(false);
});
