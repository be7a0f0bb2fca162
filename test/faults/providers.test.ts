import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryAccelerators } from '../../electron/devices/accelerators';
import { type DeviceSpec, NodeProcessHost } from '../../workers/api';
import { tinyBundle } from '../support/fixtures';
import { commandLine, temporaryFolder, testEngine, tinyJob } from '../support/jobs';

const cuda: DeviceSpec = { id: 'cuda:0', provider: 'cuda', adapter: 0 };
/** One that this platform's ONNX Runtime does not have. */
const foreign: DeviceSpec =
  process.platform === 'darwin'
    ? { id: 'dml:0', provider: 'dml', adapter: 0 }
    : { id: 'coreml:0', provider: 'coreml' };

function hasNvidiaCard(): boolean {
  try {
    return execFileSync('nvidia-smi', ['-L'], { encoding: 'utf8' }).includes('GPU 0');
  } catch {
    return false;
  }
}

describe.skipIf(hasNvidiaCard())('an accelerator that is not there', () => {
  const engine = testEngine(1, { more: [cuda, foreign] });

  it('does not start, and says why and what to do; the others do', async () => {
    const { ready, failures } = await engine.devices.start(['cuda:0', 'cpu:0', foreign.id]);
    expect(ready).toEqual(['cpu:0']);
    expect(failures.map(({ code, device }) => ({ code, device }))).toEqual([
      { code: 'device-unavailable', device: 'cuda:0' },
      { code: 'device-unavailable', device: foreign.id },
    ]);
    expect(failures[0]?.message).toMatch(/^cuda:0 cannot be used: .*(Install|Choose|Update|Check) .*\.$/);
    expect(failures[1]?.message).toMatch(/has no (CoreML|DirectML) on .*Choose another device\.$/);
    // A worker that has failed is gone, and the devices that are ready still work.
    await expect.poll(() => engine.devices.processOf('cuda:0')).toBeUndefined();
    const job = tinyJob({ plan: { degree: 1, warmup: 0, devices: 1 } });
    await expect(engine.start(job, ['cpu:0']).result).resolves.toMatchObject({ devices: ['cpu:0'] });
  });

  it('is listed with the reason', async () => {
    const programs = join(commandLine, '..');
    const processes = new NodeProcessHost({
      conductor: join(programs, 'conductor.cjs'),
      device: join(programs, 'device.cjs'),
    });
    const [tried] = await tryAccelerators(processes, [{ spec: cuda, name: 'RTX 4090' }]);
    expect(tried?.failure).toMatchObject({ code: 'device-unavailable', device: 'cuda:0' });
  });

  it('is left out of a job of the command line, which goes on with the rest', () => {
    const out = join(temporaryFolder(), 'clip.webp');
    const args = ['generate', '--bundle', tinyBundle, '--prompt', 'a', '--steps', '4', '--frames', '9'];
    const run = spawnSync(
      process.execPath,
      [commandLine, ...args, '--size', '32x32', '--devices', 'cuda:0,cpu:0', '--out', out],
      { encoding: 'utf8' },
    );
    expect(run.stderr).toMatch(/Note: cuda:0 cannot be used: .* The job goes on without it\./);
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/on cpu:0\)/);
    expect(existsSync(out)).toBe(true);
  });

  it('ends a job that has no other device', () => {
    const out = join(temporaryFolder(), 'clip.webp');
    const args = ['generate', '--bundle', tinyBundle, '--prompt', 'a', '--frames', '9', '--size', '32x32'];
    const run = spawnSync(process.execPath, [commandLine, ...args, '--devices', 'cuda:0', '--out', out], {
      encoding: 'utf8',
    });
    expect(run.status).toBe(4);
    expect(run.stderr).toMatch(/parastep: cuda:0 cannot be used/);
    expect(existsSync(out)).toBe(false);
  });
});
