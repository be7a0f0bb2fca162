/** `npm run screenshots -- --out DIR [--models DIR] [--readme]`: pictures of every page, made by the app itself. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { RunningApp } from '../app/support/running-app';
import { Camera } from './camera';
import { updateReadmePictures } from './readme';
import { closeUp } from './results';
import { PATIENCE_MS } from './steps';
import { tour } from './tour';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      models: { type: 'string' },
      readme: { type: 'boolean', default: false },
    },
  });
  if (values.out === undefined) throw new Error('Say where the pictures go: --out DIR.');
  const folder = resolve(values.out);
  mkdirSync(folder, { recursive: true });

  const data = mkdtempSync(join(tmpdir(), 'parastep-screenshots-'));
  const env = {
    PARASTEP_DATA_DIR: data,
    PARASTEP_MODELS_DIR: values.models === undefined ? '' : resolve(values.models),
  };
  let end = async (): Promise<void> => undefined;
  const start = (switches: readonly string[]): Promise<RunningApp> =>
    RunningApp.start({ repository: resolve('.'), data, switches, env }, (kill) => {
      end = kill;
    });
  try {
    const app = await start([]);
    app.page.setDefaultTimeout(PATIENCE_MS);
    // Two lanes show more than one, on whatever machine this runs.
    await app.ask('settings.set', { cpuDevices: 2 });
    await tour(app, new Camera(app, folder));
    await app.quit();
    const fine = await start(['--force-device-scale-factor=2']);
    await closeUp(fine, new Camera(fine, folder));
  } finally {
    await end();
    // Chromium's helpers end, and write, a moment after the app.
    await rm(data, { recursive: true, force: true, maxRetries: 10 });
  }
  if (values.readme) await updateReadmePictures(folder, resolve('assets/screenshots'));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
