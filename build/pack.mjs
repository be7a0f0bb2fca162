// `npm run pack`: an unpacked app for this machine in dist/, made of whichever Electron there is.
// `npm run pack -- --installers`: the platform's installers, made of the official Electron. A deb is among them where
// package.json (`homepage`) or the checkout's origin on GitHub tells the project's page.
// `--built` packs what has been built already and installs nothing, for programs may be running out of node_modules.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { resolveRuntime } from './electron-runtime.mjs';
import { homepage } from './homepage.mjs';
import { buildPrograms, buildRenderer, root, setup } from './setup.mjs';

// Linked files would make the checkout's own models look as if they lay outside their bundles. electron-builder
// links where this asks for it, and wherever it finds itself in a test.
process.env.USE_HARD_LINKS = 'false';
delete process.env.VITEST;

const built = process.argv.includes('--built');
const installers = process.argv.includes('--installers');
if (!built) setup();
const runtime = resolveRuntime({ official: installers });
const page = homepage();
if (installers && process.platform === 'linux' && page === undefined) {
  process.stdout.write(
    'Packing no deb, for it must name the page of the project: put it into package.json as `homepage`.\n',
  );
}
if (!built) {
  buildPrograms();
  buildRenderer();
}

const require = createRequire(import.meta.url);
const { build, Platform } = require('electron-builder');
const configure = require('./config/electron-builder.cjs');
await build({
  projectDir: root,
  publish: 'never',
  targets: Platform.current().createTarget(installers ? undefined : 'dir'),
  config: {
    ...configure(runtime.version, page),
    electronDist: runtime.folder,
    electronVersion: runtime.version,
  },
});
process.stdout.write(`Packed with Electron ${runtime.version} into ${join(root, 'dist')}.\n`);
