// `npm run bench -- …`: builds and runs the benchmark.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requireElectronTestSystem, startElectronHost } from './display.mjs';
import { buildPrograms, buildRenderer, root, run, setup } from './setup.mjs';

setup();
buildPrograms();
run(process.execPath, [join(root, 'out', 'node', 'benchmark.cjs'), ...process.argv.slice(2)], await appEnv());

/** The figures of the app open its window; the others need no display. */
async function appEnv() {
  const { values } = parseArgs({ options: { only: { type: 'string' } }, strict: false });
  const only = String(values.only ?? '');
  if (!only.startsWith('app/') && !'app/'.startsWith(only)) return {};
  buildRenderer();
  requireElectronTestSystem();
  const { env, stop } = await startElectronHost();
  process.on('exit', stop);
  // Some editors set this for their own terminals; Electron would then be a plain Node.
  delete process.env.ELECTRON_RUN_AS_NODE;
  return env;
}
