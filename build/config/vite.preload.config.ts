import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The preload script by itself: a sandboxed one can load no file but its own. */
export default defineConfig({
  root,
  logLevel: 'warn',
  build: {
    ssr: 'electron/preload/preload.ts',
    target: 'node18',
    outDir: 'out/node',
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'preload.cjs' },
    },
  },
});
