// `npm start`: sets everything up, builds, and opens the window. What follows `--` goes to Electron.
import { spawn } from 'node:child_process';
import { missingLibraries, resolveRuntime, runtimeSwitches, sandboxProblem } from './electron-runtime.mjs';
import { buildPrograms, buildRenderer, root, setup } from './setup.mjs';

setup();
requireDisplay();
const runtime = resolveRuntime();
requireSystem(runtime);
buildPrograms();
buildRenderer();

// Some editors set this for their own terminals; Electron would then be a plain Node.
delete process.env.ELECTRON_RUN_AS_NODE;
const app = spawn(runtime.executable, [root, ...runtimeSwitches(), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => app.kill(signal));
app.on('exit', (code) => process.exit(code ?? 1));

function requireDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return;
  fail(
    'There is no display to open a window on: start this in a desktop session, or make a clip with `npm run --silent parastep -- generate --prompt "…" --out clip.webp`.',
  );
}

function requireSystem(found) {
  const missing = missingLibraries(found);
  if (missing.length > 0) {
    fail(
      `Electron needs libraries that this system lacks (${missing.join(', ')}): install them; on Debian and Ubuntu, \`sudo node build/system-packages.mjs\` does.`,
    );
  }
  const problem = sandboxProblem(found);
  if (problem !== undefined) fail(problem);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
