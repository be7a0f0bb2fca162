// `node build/system-packages.mjs`, as root on Debian or Ubuntu: installs the system packages that Electron and its
// tests need. `npm test` does the same where it may.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Libraries that Electron loads, and the display server that its tests draw on. */
const PACKAGES = [
  ...['xvfb', 'libnss3', 'libatk1.0-0', 'libatk-bridge2.0-0', 'libcups2', 'libdrm2', 'libgbm1'],
  ...['libasound2', 'libgtk-3-0', 'libxkbcommon0'],
];

export function canInstallSystemPackages() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

export const installCommand = `apt-get install --no-install-recommends ${PACKAGES.join(' ')}`;

/** Tells whether everything has been installed. */
export function installSystemPackages() {
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  // Newer releases have renamed some libraries; apt takes the old names where it knows what replaces them.
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...PACKAGES.map(currentName));
}

/** The package itself, or its successor with 64-bit times where the release has only that. */
function currentName(name) {
  const known = (candidate) => {
    const { stdout } = spawnSync('apt-cache', ['policy', candidate], { encoding: 'utf8' });
    return /Candidate: (?!\(none\))/.test(stdout ?? '');
  };
  return !known(name) && known(`${name}t64`) ? `${name}t64` : name;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!canInstallSystemPackages()) {
    process.stderr.write(`This needs root and apt-get. What it would run: ${installCommand}\n`);
    process.exit(1);
  }
  process.exit(installSystemPackages() ? 0 : 1);
}
