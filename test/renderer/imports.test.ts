import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../support/fixtures';

const PACKAGES =
  /^(react|react-dom|mediabunny|gifenc|zustand|wavesurfer\.js|vitest)(\/|$)|^@(mantine|dnd-kit|mediabunny|xyflow)\/|^@tabler\/icons-react$/;
const CONTRACT = join(repository, 'electron/contract/index');

/** What a file of the window imports and may not: the check of layers cannot read JSX, so this one reads the lines. */
function forbiddenImports(path: string, text: string): string[] {
  const names = [...text.matchAll(/(?:\bfrom|(?<![.'])\bimport)\s*\(?'([^']+)'/g)].map(
    ([, name]) => name ?? '',
  );
  return names.filter((name) => {
    if (!name.startsWith('.'))
      return !(PACKAGES.test(name) || (/\.test\.ts$/.test(path) && /^node:/.test(name)));
    const target = resolve(dirname(join(repository, path)), name);
    return target !== CONTRACT && relative(join(repository, 'renderer'), target).startsWith('..');
  });
}

it('the window imports its own files, the contract and its packages', () => {
  const files = readdirSync(join(repository, 'renderer'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join('renderer', name));
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((path) =>
    forbiddenImports(path, readFileSync(join(repository, path), 'utf8')).map((name) => `${path}: ${name}`),
  );
  expect(found).toEqual([]);
});

it.each([
  ["import { makePlan } from '../../workers/parastep/plan';", '../../workers/parastep/plan'],
  ["import type { Job } from '../../electron/contract/jobs';", '../../electron/contract/jobs'],
  ["import { ipcRenderer } from 'electron';", 'electron'],
  ["import { readFileSync } from 'node:fs';", 'node:fs'],
])('a planted violation is found: %s', (line, name) => {
  expect(forbiddenImports('renderer/app/shell.tsx', line)).toEqual([name]);
});
