import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from './support/fixtures';
import { temporaryFolder } from './support/jobs';

/** Runs the layer check of this project on a small tree with the given files. */
function checkLayers(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { stdout } = spawnSync(
    process.execPath,
    [
      join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', join(repository, 'build/config/layers.cjs'), 'workers', 'electron'],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  return stdout;
}

const electron = { 'electron/a.ts': 'export const a = 1;\n' };
const worker = { 'workers/tensor/t.ts': 'export const t = 1;\n' };

describe('the layer check finds a planted violation', () => {
  it.each([
    [
      'the engine importing the app',
      { ...electron, 'workers/tensor/t.ts': "import { a } from '../../electron/a';\nexport const t = a;\n" },
    ],
    [
      'a type import against the direction',
      {
        ...electron,
        'workers/tensor/t.ts': "import type { a } from '../../electron/a';\nexport type T = typeof a;\n",
      },
    ],
    [
      'a low layer importing a high one',
      {
        ...electron,
        'workers/host/h.ts': 'export const h = 1;\n',
        'workers/tensor/t.ts': "import { h } from '../host/h';\nexport const t = h;\n",
      },
    ],
    [
      'the app going round the door',
      { ...worker, 'electron/a.ts': "import { t } from '../workers/tensor/t';\nexport const a = t;\n" },
    ],
    [
      'a package that this folder may not use',
      { ...electron, 'workers/tensor/t.ts': "import sharp from 'sharp';\nexport const t = sharp;\n" },
    ],
    [
      'a cycle',
      {
        ...electron,
        'workers/tensor/t.ts': "import { u } from './u';\nexport const t = (): number => u();\n",
        'workers/tensor/u.ts': "import { t } from './t';\nexport const u = (): number => t();\n",
      },
    ],
  ])('%s', (_name, files) => {
    expect(checkLayers(files as Record<string, string>)).toMatch(/error/);
  });

  it('and none where there is none', () => {
    expect(checkLayers({ ...electron, ...worker })).toMatch(/no dependency violations found/);
  });
});
