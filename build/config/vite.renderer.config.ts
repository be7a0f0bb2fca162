import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import mantine from 'postcss-preset-mantine';
import { defineConfig, type Plugin } from 'vite';
import { watPlugin } from './wat-plugin.ts';

const folder = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const NOTHING = '\0nothing';

/** The spectrogram asks for Node's threads and does without: the window has no Node. */
const withoutThreads: Plugin = {
  name: 'without-threads',
  enforce: 'pre',
  resolveId: (id) => (id === 'worker_threads' ? NOTHING : null),
  load: (id) => (id === NOTHING ? 'export {};' : null),
};

/** The window trusts what the app has validated: of the contract it keeps functions, not schemas. */
export const treeshake = {
  manualPureFunctions: ['z'],
  moduleSideEffects: [
    { test: /[\\/](electron[\\/]contract|workers|node_modules[\\/]zod)[\\/]/, sideEffects: false },
  ],
};

/** The window's page: static files for the app's own scheme, under a content policy without inline scripts. */
export default defineConfig({
  root: folder('renderer'),
  base: './',
  logLevel: 'warn',
  plugins: [withoutThreads, watPlugin(), react()],
  css: { postcss: { plugins: [mantine()] } },
  worker: { format: 'es', plugins: () => [watPlugin()], rolldownOptions: { treeshake } },
  build: {
    target: 'chrome114',
    outDir: folder('out/renderer'),
    emptyOutDir: true,
    sourcemap: true,
    license: { fileName: 'bundled-licenses.md' },
    modulePreload: { polyfill: false },
    // Small assets as files too: the content policy has no data URLs for scripts and styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { treeshake },
  },
});
