import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Engine, StudioError } from '../../workers/api';
import { generate } from './generate';
import type { Reporter } from './reporter';

const bundle = fileURLToPath(new URL('../../test/fixtures/cogvideox-tiny/bundle', import.meta.url));
const lost = new StudioError('device-unavailable', 'The worker for cpu:0 did not start.', {
  device: 'cpu:0',
});

let folder: string;
let told: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parastep-test-'));
  told = [];
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

type Devices = Engine['devices'];

/** What becomes of a job whose devices start like this. */
async function outcomeOf(startDevices: Devices['start']): Promise<unknown> {
  const { devices } = new Engine({ processes: { spawn: vi.fn() }, devices: [] });
  vi.spyOn(Object.getPrototypeOf(devices) as Devices, 'start').mockImplementation(startDevices);
  const reporter = { event: (event) => told.push(event.type) } as Partial<Reporter> as Reporter;
  const out = join(folder, 'clip.webp');
  return generate(
    {
      ...{ bundle, prompt: 'a boat', out, reuse: 'own', fit: 'crop', focus: { x: 0, y: 0 } },
      devices: [{ id: 'cpu:0', provider: 'cpu' }],
      jobFolder: join(folder, 'job'),
    },
    reporter,
  ).then(
    () => 'done',
    (error: unknown) => error,
  );
}

/** As the terminal does it. The command listens last; the test runner has a listener of its own. */
function interrupt(): void {
  const own = process.listeners('SIGINT').at(-1);
  own?.('SIGINT');
}

describe('generate that is interrupted while its devices start', () => {
  it('is cancelled, and not for the devices that the interruption ended', async () => {
    const listeners = process.listenerCount('SIGINT');
    const outcome = await outcomeOf(async () => {
      interrupt();
      return { ready: [], failures: [lost] };
    });
    expect(outcome).toMatchObject({ code: 'cancelled' });
    expect(told).toEqual([]);
    expect(readdirSync(join(folder, 'job'))).toEqual([]);
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });

  it('does not wait for devices that take their time', async () => {
    const outcome = await outcomeOf(() => {
      setImmediate(interrupt);
      return new Promise(() => undefined);
    });
    expect(outcome).toMatchObject({ code: 'cancelled' });
  });

  it('tells what failed where nobody interrupted it', async () => {
    const outcome = await outcomeOf(async () => ({ ready: [], failures: [lost] }));
    expect(outcome).toBe(lost);
    expect(existsSync(join(folder, 'clip.webp'))).toBe(false);
  });
});
