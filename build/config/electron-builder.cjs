/** What ships, and how it is packed for each platform. Installers are made of the official Electron only. */
const { rmSync } = require('node:fs');
const { join } = require('node:path');

/** Packages with native libraries and what loads them; all others are part of the built programs. */
const SHIPPED_PACKAGES = [
  ...['onnxruntime-node', 'onnxruntime-common', 'koffi', '@koromix', 'libsql', '@libsql', '@neon-rs'],
  'detect-libc',
];

/** Native libraries cannot be loaded out of an archive. */
const UNPACKED = ['onnxruntime-node/bin/**', '@libsql/**', '@koromix/**'];

/** What packages bring along for their own development, or for a browser. */
const NEEDLESS = [
  '**/*.{md,markdown,map,ts,mts,cts,flow,h,c,cc,cpp}',
  ...['**/{test,tests,doc,docs,__tests__}/**', 'koffi/{vendor,lib}/**', 'onnxruntime-node/script/**'],
  'onnxruntime-common/dist/{esm,ort-common*}/**',
];

const ONNX_RUNTIME = 'onnxruntime-node/bin/napi-v6';
const PLATFORMS = ['darwin', 'linux', 'win32'];

/** ONNX Runtime's package holds the libraries of all platforms. */
const foreignOnnxRuntimes = [
  ...PLATFORMS.filter((other) => other !== process.platform).map((other) => `${ONNX_RUNTIME}/${other}/**`),
  // The pattern's own variable is the architecture that is packed for.
  `${ONNX_RUNTIME}/${process.platform}/!(\${arch})/**`,
];

const inPackages = (patterns) => patterns.map((pattern) => `node_modules/${pattern}`);

/** The Electron release from which each switch exists. */
const FUSES_SINCE = { loadBrowserProcessSpecificV8Snapshot: 21, grantFileProtocolExtraPrivileges: 29 };

/** @param electronVersion of the runtime that is packed, such as `45.4.1`. */
function fuses(electronVersion) {
  const major = Number.parseInt(electronVersion, 10);
  const wanted = {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  };
  const known = Object.entries(wanted).filter(([name]) => major >= (FUSES_SINCE[name] ?? 0));
  return Object.fromEntries(known);
}

/** @param homepage of the project, such as its repository's page; without one there is no deb, which must name it. */
module.exports = (electronVersion, homepage) => ({
  appId: 'app.parastep.studio',
  productName: 'ParaStep Studio',
  copyright: 'Copyright © The ParaStep Studio authors',
  directories: { output: 'dist', buildResources: 'assets/icons' },
  publish: null,
  npmRebuild: false,
  ...(homepage !== undefined && { extraMetadata: { homepage } }),
  electronLanguages: ['en', 'en-US'],
  electronFuses: fuses(electronVersion),

  asar: true,
  asarUnpack: inPackages(UNPACKED),
  files: [
    ...['package.json', 'LICENSE', 'out/node/**', 'out/renderer/**'],
    '!out/node/{parastep,benchmark,screenshots}.cjs',
    '!**/*.map',
    '!node_modules/**',
    ...inPackages(SHIPPED_PACKAGES.map((name) => `${name}/**`)),
    ...inPackages([...NEEDLESS, ...foreignOnnxRuntimes]).map((pattern) => `!${pattern}`),
  ],
  extraResources: [
    { from: 'assets/icons/icon.png', to: 'assets/icons/icon.png' },
    { from: 'assets/models', to: 'assets/models' },
  ],
  // A runtime from a checkout's cache starts the checkout; a packed one starts what is packed.
  afterPack: ({ appOutDir }) => rmSync(join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),

  linux: {
    target: homepage === undefined ? ['AppImage'] : ['AppImage', 'deb'],
    executableName: 'parastep-studio',
    category: 'AudioVideo',
    synopsis: 'Turns prompts into video on all devices of a workstation',
    maintainer: 'The ParaStep Studio authors',
    vendor: 'ParaStep Studio',
    icon: 'icon.png',
  },
  win: { target: ['nsis'], icon: 'icon.ico' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    target: ['dmg'],
    icon: 'icon.icns',
    category: 'public.app-category.video',
  },
});
