// Once before all tests: the Electron to test with, and a display.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startElectronHost } from '../display.mjs';

let host;
let data;

export async function setup() {
  // The command line would keep what it measures where the user's app looks for it.
  data = mkdtempSync(join(tmpdir(), 'parastep-test-data-'));
  process.env['PARASTEP_DATA_DIR'] = data;
  host = await startElectronHost();
  Object.assign(process.env, host.env);
}

export function teardown() {
  host?.stop();
  if (data !== undefined) rmSync(data, { recursive: true, force: true });
}
