// Makes a fresh checkout ready: installs the locked dependencies and builds. Needs Node and npm alone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LEAST_NODE = [20, 19];

/** Runs a program in the project's folder and ends this one with its exit code if it fails. */
export function run(program, args, env = {}) {
  const { status, signal } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32' && program === 'npm',
  });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

/** Runs a script of an installed package without going through a shell. */
export function runTool(script, args) {
  run(process.execPath, [join(root, 'node_modules', script), ...args]);
}

export function setup() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    process.stderr.write(
      `This needs Node ${LEAST_NODE.join('.')} or later, and this is ${process.versions.node}: install a newer Node.\n`,
    );
    process.exit(1);
  }
  installDependencies();
}

/** Installs what the lock file names, unless it has been installed already. */
function installDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.parastep-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  // ONNX Runtime's install script would fetch CUDA libraries; the app looks for them itself when asked to.
  run('npm', ['ci', '--no-audit', '--no-fund'], { ONNXRUNTIME_NODE_INSTALL: 'skip' });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

/** Bundles the programs that run in Node and in Electron: command line, conductor, device worker, benchmark, app. */
export function buildPrograms() {
  runTool('vite/bin/vite.js', ['build', '--config', 'build/config/vite.node.config.ts']);
  runTool('vite/bin/vite.js', ['build', '--config', 'build/config/vite.preload.config.ts']);
}

/** Bundles the window's page. */
export function buildRenderer() {
  runTool('vite/bin/vite.js', ['build', '--config', 'build/config/vite.renderer.config.ts']);
}
