// `npm run bench -- …`: builds and runs the benchmark.
import { join } from 'node:path';
import { buildPrograms, root, run, setup } from './setup.mjs';

setup();
buildPrograms();
run(process.execPath, [join(root, 'out', 'node', 'benchmark.cjs'), ...process.argv.slice(2)]);
