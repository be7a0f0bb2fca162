import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { watPlugin } from './wat-plugin.ts';

export default defineConfig({
  plugins: [watPlugin()],
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['{electron,renderer,workers,test,build}/**/*.test.ts'],
    globalSetup: ['build/config/vitest.setup.mjs'],
    // ONNX Runtime and child processes want whole processes, and the machine has few cores.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    // Tests of real processes meet whatever else a machine of CI is doing; what fails twice is broken.
    retry: process.env['CI'] === undefined ? 0 : 1,
    hookTimeout: 120_000,
    // A poll ends as soon as it is right; how long that takes is the machine's affair.
    expect: { poll: { timeout: 20_000 } },
  },
});
