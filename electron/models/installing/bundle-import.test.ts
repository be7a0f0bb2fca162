import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openBundle, StudioError, verifyBundle } from '../../../workers/api';
import { importBundle } from './bundle-import';
import { incomingFolders, type Progress } from './incoming';

const tiny = fileURLToPath(new URL('../../../test/fixtures/cogvideox-tiny/bundle', import.meta.url));
let home: string;
let models: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parastep-import-'));
  models = join(home, 'models');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const run = (source: string, onProgress: (progress: Progress) => void = () => undefined) =>
  importBundle(source, models, onProgress, new AbortController().signal);

it('copies what the manifest lists, tells how far it is, and leaves the source alone', async () => {
  const source = join(home, 'source');
  cpSync(tiny, source, { recursive: true });
  writeFileSync(join(source, 'private-notes.txt'), 'not a part of it');
  const told: Progress[] = [];
  const folder = await run(source, (progress) => told.push(progress));
  expect(folder).toBe(join(models, 'cogvideox-tiny'));
  await verifyBundle(await openBundle(folder));
  expect(existsSync(join(folder, 'private-notes.txt'))).toBe(false);
  expect(told.at(-1)).toMatchObject({ done: told[0]?.total, title: 'Tiny CogVideoX' });
  expect(await incomingFolders(models)).toEqual([]);
  await verifyBundle(await openBundle(source));
});

it('refuses a model that has changed or is here already, and leaves nothing half-installed', async () => {
  const source = join(home, 'source');
  cpSync(tiny, source, { recursive: true });
  const path = join(source, 'transformer', 'model.onnx');
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  await expect(run(source)).rejects.toMatchObject({
    code: 'bundle-damaged',
    message: expect.stringContaining('transformer/model.onnx has changed'),
  });
  expect(existsSync(join(models, 'cogvideox-tiny'))).toBe(false);
  expect(await incomingFolders(models)).toEqual([]);

  await run(tiny);
  await expect(run(tiny)).rejects.toMatchObject({ message: expect.stringContaining('is here already') });
  await expect(run(home)).rejects.toMatchObject({ code: 'bundle-missing' });
});

it('stops in the middle when told to, and leaves nothing', async () => {
  const controller = new AbortController();
  const stopped = new StudioError('cancelled', 'stopped');
  const stopEarly = ({ done }: Progress): void => {
    if (done > 0) controller.abort(stopped);
  };
  await expect(importBundle(tiny, models, stopEarly, controller.signal)).rejects.toBe(stopped);
  expect(existsSync(join(models, 'cogvideox-tiny'))).toBe(false);
  expect(await incomingFolders(models)).toEqual([]);
});
