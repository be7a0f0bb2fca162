/**
 * Who may import whom, as an allowlist: what no rule allows is an error. Folders of `workers/` stand in the
 * order of their layers, each seeing only those named.
 */
const inside = (folder) => `^${folder}/`;
const folder = (name) => inside(`workers/${name}`);

/** Each folder of the engine with the folders that it builds on. */
const engine = {
  protocol: ['parastep', 'pipelines', 'conductor/deadlines'],
  tensor: [],
  image: [],
  audio: [],
  bundle: ['protocol'],
  text: ['bundle', 'protocol'],
  schedulers: ['protocol', 'tensor'],
  parastep: ['protocol', 'schedulers', 'tensor'],
  transport: ['protocol', 'device/device'],
  device: ['bundle/manifest', 'parastep', 'protocol', 'runtime', 'tensor', 'transport'],
  memory: [],
  pipelines: [
    'audio',
    'bundle',
    'device/device',
    'image',
    'memory',
    'protocol',
    'schedulers',
    'tensor',
    'text',
  ],
  conductor: [
    'audio',
    'bundle',
    'device/device',
    'parastep',
    'pipelines',
    'protocol',
    'runtime',
    'telemetry/statistics',
    'transport',
  ],
  measure: ['audio'],
  telemetry: ['parastep/plan', 'pipelines/request', 'protocol'],
  runtime: [],
  host: ['conductor/deadlines', 'protocol', 'runtime'],
};

const NODE = { dependencyTypes: ['core'] };
const packages = (...names) => ({ path: names.map((name) => `^node_modules/${name}/`) });

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'engine-knows-no-window',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: '^(electron|renderer)/|^node_modules/(electron|react|react-dom|@mantine)/' },
    },
  ],
  allowedSeverity: 'error',
  allowed: [
    ...Object.entries(engine).flatMap(([name, seen]) => [
      { from: { path: folder(name) }, to: { path: folder(name) } },
      ...seen.map((other) => ({
        from: { path: folder(name) },
        to: { path: other.includes('/') ? `^workers/${other}\\.ts$` : folder(other) },
      })),
    ]),
    { from: { path: '^workers/' }, to: NODE },
    { from: { path: '^workers/' }, to: packages('zod') },
    { from: { path: folder('device') }, to: packages('onnxruntime-node', 'onnxruntime-common') },
    { from: { path: folder('text') }, to: packages('@huggingface/tokenizers') },
    { from: { path: folder('transport') }, to: packages('koffi') },
    { from: { path: '^workers/api\\.ts$' }, to: { path: '^workers/' } },
    // The contract is pure: what it takes from the engine runs in a browser as well.
    {
      from: { path: '^electron/contract/' },
      to: {
        path: '^electron/contract/|^workers/(protocol|parastep/(plan|reuse|spread)|pipelines/request(-size)?|telemetry|measure)',
      },
    },
    { from: { path: '^electron/contract/' }, to: packages('zod') },
    {
      from: { path: '^electron/', pathNot: '^electron/contract/' },
      to: { path: '^electron/|^workers/api\\.ts$' },
    },
    { from: { path: '^electron/', pathNot: '^electron/contract/' }, to: NODE },
    {
      from: { path: '^electron/', pathNot: '^electron/(contract|command-line|export)/' },
      to: packages('electron', 'libsql', 'zod'),
    },
    { from: { path: '^electron/models/installing/' }, to: packages('@huggingface/hub') },
    { from: { path: '^renderer/' }, to: { path: '^renderer/|^electron/contract/index\\.ts$' } },
    {
      from: { path: '^renderer/' },
      to: packages(
        'react',
        'react-dom',
        '@types/react',
        '@types/react-dom',
        '@mantine',
        '@tabler',
        'zustand',
        'mediabunny',
        '@mediabunny',
        'wavesurfer.js',
        'gifenc',
        '@dnd-kit',
        '@xyflow',
      ),
    },
    {
      from: { path: '^electron/command-line/' },
      to: packages('commander', 'cli-progress', '@types/cli-progress'),
    },
    { from: { path: '^electron/(export|pictures)/' }, to: packages('sharp') },
    { from: { path: '^electron/devices/discovery/' }, to: packages('systeminformation') },
    { from: { path: '\\.test\\.ts$' }, to: packages('vitest') },
    { from: { path: '^electron/telemetry/exports\\.test\\.ts$' }, to: packages('@tracerbench/trace-model') },
    // Tests may look into everything, also into how the app is built.
    { from: { path: '^(test|build)/' }, to: {} },
  ],
  options: {
    // TypeScript 7 has no API that the default parser could use.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
  },
};
