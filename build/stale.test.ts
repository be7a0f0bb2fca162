import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';

// By address, for scripts come without types.
const { isStale } = await import(String(new URL('./stale.mjs', import.meta.url)));

const BUILT_AT = 1_700_000_000;
let folder: string;
const path = (...names: string[]): string => join(folder, ...names);
const dated = (name: string, seconds: number): void => utimesSync(path(name), seconds, seconds);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stale-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path('source', 'deep'), { recursive: true });
  for (const name of ['built.cjs', 'lock.json', 'source/deep/file.ts']) writeFileSync(path(name), '');
  dated('built.cjs', BUILT_AT);
  for (const name of ['lock.json', 'source/deep/file.ts', 'source/deep', 'source'])
    dated(name, BUILT_AT - 10);
});

const stale = (): boolean => isStale(path('built.cjs'), [path('source'), path('lock.json'), path('none')]);

it('is fresh when everything it is built of is older', () => {
  expect(stale()).toBe(false);
});

it('is stale when it is missing', () => {
  rmSync(path('built.cjs'));
  expect(stale()).toBe(true);
});

it.each(['lock.json', 'source/deep/file.ts'])('is stale when %s is newer', (name) => {
  dated(name, BUILT_AT + 10);
  expect(stale()).toBe(true);
});

it('is stale when a source is gone', () => {
  rmSync(path('source', 'deep', 'file.ts'));
  expect(stale()).toBe(true);
});
