// `npm test`: sets everything up, then checks types, style, layers and behaviour. The last line is the count.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireElectronTestSystem } from './display.mjs';
import { buildPrograms, buildRenderer, root, run, runTool, setup } from './setup.mjs';

setup();
for (const project of ['.', 'renderer', 'test/app', 'test/renderer']) {
  runTool('typescript/bin/tsc', ['--noEmit', '--project', project]);
}
runTool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']);
runTool('dependency-cruiser/bin/dependency-cruise.mjs', [
  ...['--config', 'build/config/layers.cjs', 'electron', 'workers', 'test'],
]);
buildPrograms();
buildRenderer();
requireElectronTestSystem();

// Some editors set this for their own terminals; Electron would then be a plain Node.
delete process.env.ELECTRON_RUN_AS_NODE;
const report = join(root, 'out', 'test-report.json');
let failed = 0;
process.on('exit', () => {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  failed = numFailedTests;
  process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
});
run(process.execPath, [
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  ...[
    'run',
    '--config',
    'build/config/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ],
  ...process.argv.slice(2),
]);
