// `npm test`: sets everything up, then checks types, style, layers and behaviour. The last line is the count.
import { existsSync, readFileSync, rmSync } from 'node:fs';
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
rmSync(report, { force: true });
process.on('exit', () => {
  // Without a report nothing has run, and what stopped it has been told.
  if (!existsSync(report)) return;
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed\n`);
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
