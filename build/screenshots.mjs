// `npm run screenshots -- --out DIR`: builds, and takes pictures of the app.
import { join } from 'node:path';
import { requireElectronTestSystem, startElectronHost } from './display.mjs';
import { buildPrograms, buildRenderer, root, run, setup } from './setup.mjs';

setup();
buildPrograms();
buildRenderer();
requireElectronTestSystem();
const { env, stop } = await startElectronHost();
process.on('exit', stop);
// Some editors set this for their own terminals; Electron would then be a plain Node.
delete process.env.ELECTRON_RUN_AS_NODE;
run(process.execPath, [join(root, 'out', 'node', 'screenshots.cjs'), ...process.argv.slice(2)], env);
