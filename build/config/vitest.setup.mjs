// Once before all tests: the Electron to test with, and a display.
import { startElectronHost } from '../display.mjs';

let host;

export async function setup() {
  host = await startElectronHost();
  Object.assign(process.env, host.env);
}

export function teardown() {
  host?.stop();
}
