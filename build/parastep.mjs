// `npm run parastep -- …`: the command line from a checkout, set up and built first where that is due.
import { join } from 'node:path';
import { buildPrograms, root, run, setup } from './setup.mjs';
import { isStale } from './stale.mjs';

const SOURCES = ['electron', 'workers', 'build/config', 'package-lock.json'];

setup();
const program = join(root, 'out', 'node', 'parastep.cjs');
const stale = isStale(
  program,
  SOURCES.map((source) => join(root, source)),
);
if (stale) buildPrograms();
run(process.execPath, [program, ...process.argv.slice(2)]);
