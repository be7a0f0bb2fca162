// `npm run parastep -- …`: the command line from a checkout, set up and built first.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildPrograms, root, run, setup } from './setup.mjs';

setup();
const program = join(root, 'out', 'node', 'parastep.cjs');
if (!existsSync(program)) buildPrograms();
run(process.execPath, [program, ...process.argv.slice(2)]);
