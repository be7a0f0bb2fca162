// `npm start`: sets everything up and makes the demo clip.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPrograms, root, run, setup } from './setup.mjs';

setup();
buildPrograms();
const folder = join(root, 'out', 'demo');
mkdirSync(folder, { recursive: true });
const file = join(folder, 'rocket.webp');
run(process.execPath, [
  join(root, 'out', 'node', 'parastep.cjs'),
  ...[
    'generate',
    '--prompt',
    'a rocket flying up through a night sky',
    '--seed',
    '7',
    '--out',
    file,
    '--overwrite',
  ],
]);
