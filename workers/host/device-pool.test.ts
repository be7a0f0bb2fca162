import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ProcessHost } from '../runtime/process-host';
import { DevicePool } from './device-pool';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.skipIf(process.platform === 'win32')('DevicePool', () => {
  it('starts no process that it could not tell where to listen', async () => {
    vi.stubEnv('TMPDIR', join(process.cwd(), 'there-is-no-such-folder'));
    const spawn = vi.fn<ProcessHost['spawn']>();
    const pool = new DevicePool({ spawn }, [{ id: 'cpu:0', provider: 'cpu', threads: 1 }]);
    const { ready, failures } = await pool.start(['cpu:0']);
    expect(ready).toEqual([]);
    expect(failures).toMatchObject([{ code: 'device-unavailable', device: 'cpu:0' }]);
    expect(String(failures[0])).toMatch(/there-is-no-such-folder, cannot be written to\. Make room there/);
    expect(spawn).not.toHaveBeenCalled();
    expect(pool.pids).toEqual([]);
  });
});
