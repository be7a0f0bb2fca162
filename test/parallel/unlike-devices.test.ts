/** Jobs on devices of unlike speed: real processes and lanes, modelled times. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spreadSteps, type VirtualModel, virtualDevices } from '../../workers/api';
import { tinyBundle } from '../support/fixtures';
import { commandLine, temporaryFolder, testEngine, tinyJob } from '../support/jobs';

function parastep(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandLine, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the command line', () => {
  it('plans without a device that is too slow, and says so', () => {
    const devices = 'virtual@500ms,virtual@9000ms,virtual@510ms';
    const { stdout } = parastep('plan', '--bundle', tinyBundle, '--steps', '20', '--devices', devices);
    expect(stdout).toMatch(/^virtual:0 .*\nvirtual:2 /m);
    expect(stdout).not.toMatch(/^virtual:1 {2}/m);
    expect(stdout).toMatch(
      /virtual:1 is left out: a step takes it 9 s and virtual:0 500 ms, so with it the job would not be done sooner\./,
    );
  });

  it('says whether the model fits into memory, but of virtual devices', () => {
    const plan = (devices: string) =>
      JSON.parse(parastep('plan', '--bundle', tinyBundle, '--devices', devices, '--json').stdout);
    expect(plan('2xcpu').memory).toMatchObject({
      verdict: 'fits',
      sentence: expect.stringMatching(/^It fits: .* on the computer\.$/),
    });
    expect(plan('2xvirtual').memory).toBeNull();
  });

  it('gives the faster device more of a round', () => {
    const devices = 'virtual@1000ms,virtual@500ms';
    const { stdout } = parastep(
      ...['plan', '--bundle', tinyBundle, '--steps', '20', '--warmup', '2', '--devices', devices, '--json'],
    );
    const record = JSON.parse(stdout);
    expect(record.devices).toEqual(['virtual:1', 'virtual:0']);
    expect(record.plan.degree).toBe(3);
    // 2 alone and 6 rounds of two evaluations each.
    expect(record.idealSpeedup).toBeCloseTo(20 / 14);
  });

  it('says in the job which device it leaves out', () => {
    const { status, stdout, stderr } = parastep(
      ...['generate', '--bundle', tinyBundle, '--prompt', 'a', '--steps', '6', '--frames', '9'],
      ...['--size', '32x32', '--devices', 'virtual@5ms,virtual@900ms'],
      ...['--out', join(temporaryFolder(), 'clip.webp')],
    );
    expect(stderr).toMatch(/Note: virtual:1 is left out/);
    expect(stdout).toMatch(/sequential on virtual:0/);
    expect(status).toBe(0);
  });
});

describe('a job', () => {
  const model = (evaluationMs: number): VirtualModel => ({
    ...{ evaluationMs, speed: 1, latencyMs: 0.01, gigabytesPerSecond: 12 },
  });
  const specs = virtualDevices([model(60), model(30), model(600)]);
  const engine = testEngine(0, { more: specs });
  const workers = specs.map(({ id, model: { evaluationMs } }) => ({
    id,
    stepMs: evaluationMs,
    isProcessor: false,
  }));

  /** Milliseconds of denoising twenty steps. */
  async function denoiseMs(ids: readonly string[]): Promise<number> {
    const spread = spreadSteps({
      ...{ steps: 20, warmup: 2, cooldown: 0 },
      workers: workers.filter(({ id }) => ids.includes(id)),
    });
    const job = { ...tinyJob({ request: { steps: 20 } }), plan: spread.plan };
    return (await engine.start(job, spread.devices).result).timings.stages.denoise ?? Number.NaN;
  }

  it('is done sooner with a device of half the speed, and no later with one of a twentieth', async () => {
    // Starts the processes.
    await denoiseMs(['virtual:0', 'virtual:1', 'virtual:2']);
    const alone = await denoiseMs(['virtual:1']);
    const both = await denoiseMs(['virtual:0', 'virtual:1']);
    const all = await denoiseMs(['virtual:0', 'virtual:1', 'virtual:2']);
    // Ideally 14 of 20 evaluations; the rest is what a busy machine adds.
    expect(both).toBeLessThan(0.9 * alone);
    // One step on the slowest device alone takes as long as all the others together.
    expect(all).toBeLessThan(alone);
  });
});
