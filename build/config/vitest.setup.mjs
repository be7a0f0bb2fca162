// Once before all tests: the Electron to test with, and a display.
import { startDisplay } from '../display.mjs';
import { resolveRuntime } from '../electron-runtime.mjs';

let display;

export async function setup() {
  display = await startDisplay();
  if (display.name) process.env.DISPLAY = display.name;
  process.env.PARASTEP_TEST_ELECTRON = resolveRuntime().executable;
}

export function teardown() {
  display?.stop();
}
