// What tests in the real Electron need of the system: its libraries, and on Linux a display, virtual if there is none.
import { spawn, spawnSync } from 'node:child_process';
import { missingLibraries, resolveRuntime } from './electron-runtime.mjs';
import { canInstallSystemPackages, installCommand, installSystemPackages } from './system-packages.mjs';

/** Installs what is missing where that is allowed; ends the process with a sentence where it is not. */
export function requireElectronTestSystem() {
  const runtime = resolveRuntime();
  const complete = () => missingLibraries(runtime).length === 0 && hasDisplay();
  if (complete()) return;
  if (canInstallSystemPackages()) {
    process.stdout.write('Installing the system packages that the tests need.\n');
    if (installSystemPackages() && complete()) return;
  }
  process.stderr.write(`The tests open windows and need more of this system. As root: ${installCommand}\n`);
  process.exit(1);
}

/** Starts a virtual display if there is none; gives its name and what ends it. */
export async function startDisplay() {
  const { DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY) return { name: DISPLAY, stop: () => undefined };
  // Without -noreset it starts over whenever its last window closes, and turns away who comes meanwhile.
  const options = ['-noreset', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', ['-displayfd', '3', ...options], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    server.stdio[3].once('data', (line) => resolve(String(line).trim()));
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
  });
  // It ends with this process and must not keep it.
  server.stdio[3].unref();
  server.unref();
  return { name: `:${number}`, stop: () => server.kill() };
}

/** Starts what an Electron needs to be driven; gives the environment to drive it in and what ends it. */
export async function startElectronHost() {
  const { name, stop } = await startDisplay();
  const env = { ...(name && { DISPLAY: name }), PARASTEP_TEST_ELECTRON: resolveRuntime().executable };
  return { env, stop };
}

function hasDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY) return true;
  return spawnSync('Xvfb', ['-version'], { stdio: 'ignore' }).error === undefined;
}
