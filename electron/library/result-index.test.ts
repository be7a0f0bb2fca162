import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ResultIndex } from './result-index';

describe('the index of the library', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parastep-index-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['is damaged', (path: string) => writeFileSync(path, 'no database')],
    ['cannot even be removed', (path: string) => mkdirSync(join(path, 'in-the-way'), { recursive: true })],
  ])('starts empty where the one on disk %s', (_, spoil) => {
    const path = join(folder, 'index.db');
    spoil(path);
    const index = ResultIndex.open(path, '/library');
    expect([index.count(), index.ids().size]).toEqual([0, 0]);
    index.close();
  });
});
