import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { watPlugin } from './wat-plugin.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that runs outside the renderer, as CommonJS for Node 18 and later (Electron's utility processes). */
export default defineConfig({
  root,
  logLevel: 'warn',
  plugins: [watPlugin()],
  // In one file with the program they load faster, and the packed app needs no folder of packages for them.
  ssr: {
    noExternal: [
      'zod',
      '@huggingface/tokenizers',
      '@huggingface/hub',
      '@huggingface/blake3-jit',
      '@huggingface/xetchunk-wasm',
      'systeminformation',
    ],
  },
  build: {
    ssr: true,
    license: { fileName: 'bundled-licenses.md' },
    target: 'node18',
    outDir: 'out/node',
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      external: ['electron'],
      input: {
        parastep: 'electron/command-line/main.ts',
        conductor: 'workers/conductor/main.ts',
        device: 'workers/device/main.ts',
        main: 'electron/main.ts',
        'token-counter-thread': 'electron/models/token-counter-thread.ts',
        'installer-thread': 'electron/models/installing/installer-thread.ts',
        pulse: 'workers/device/pulse.ts',
        benchmark: 'test/benchmark/main.ts',
        screenshots: 'test/screenshots/main.ts',
      },
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
    },
  },
});
