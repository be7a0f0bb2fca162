import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CUDA_LIBRARIES } from '../../electron/devices/cuda/published';
import { repository } from '../support/fixtures';
import { temporaryFolder } from '../support/jobs';
import { freshData, launch } from './support/app';

/** A machine whose `nvidia-smi` tells of one card. */
function withCard(): Record<string, string> {
  const folder = temporaryFolder();
  const tool = join(folder, 'nvidia-smi');
  const answers = join(repository, 'test', 'fixtures', 'nvidia-smi');
  writeFileSync(
    tool,
    `#!/bin/sh
case "$1" in
  topo) cat '${answers}/one.topology.txt' ;;
  --query-gpu*) cat '${answers}/one.cards.csv' ;;
esac
`,
  );
  chmodSync(tool, 0o755);
  // Nobody listens there.
  return { PATH: `${folder}${delimiter}${process.env['PATH']}`, PARASTEP_PYPI_FILES: 'http://127.0.0.1:9' };
}

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the CUDA libraries', () => {
  it('are offered for a card, and fetched only with consent', async () => {
    const app = await launch({ env: withCard() });
    const { page } = app;
    await page.getByRole('button', { name: 'Devices', exact: true }).click();
    const offer = page.getByRole('alert').filter({ hasText: 'Libraries for NVIDIA cards' });
    await expect.poll(() => offer.textContent()).toContain('CUDA 13 and cuDNN 9');
    await offer.getByRole('button', { name: 'Fetch them' }).click();
    const question = page.getByRole('dialog');
    await expect
      .poll(() => question.textContent())
      .toMatch(/247 MB.* downloaded from 127\.0\.0\.1:9: .* by Microsoft, licence MIT/);
    await question.getByRole('button', { name: 'Not now' }).click();
    expect(await app.ask('devices.cuda')).toMatchObject({ state: 'missing', done: 0 });

    await offer.getByRole('button', { name: 'Fetch them' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Fetch', exact: true }).click();
    await expect.poll(() => offer.textContent(), { timeout: 30_000 }).toContain('could not be downloaded');
    expect(await app.ask('devices.cuda')).toMatchObject({ state: 'failed' });
  });

  it('are found by a device of the app where they were fetched to', async () => {
    const data = freshData();
    const place = join(data, 'onnxruntime-cuda', CUDA_LIBRARIES.version);
    mkdirSync(place, { recursive: true });
    for (const { name, bytes } of CUDA_LIBRARIES.files) {
      // Of the true size, and no library.
      execFileSync('truncate', ['-s', String(bytes), join(place, name)]);
    }
    const app = await launch({ data, env: withCard() });
    const card = async () => (await app.ask('devices.list')).find(({ id }) => id === 'cuda:0');
    await expect
      .poll(card, { timeout: 30_000 })
      .toMatchObject({ problem: expect.stringContaining(join(place, 'libonnxruntime_providers_cuda.so')) });
    expect(await app.ask('devices.cuda')).toMatchObject({ state: 'here' });
  });
});
