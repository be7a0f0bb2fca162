import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BenchmarkOrder, type BenchmarkState, reportSchema } from '../../electron/contract/benchmark';
import { draft, launch, longDraft, type RunningApp } from './support/app';

const { request, parallelism } = draft();
const asked: BenchmarkOrder = {
  ...{ kind: 'plans', model: 'cogvideox-tiny', request, seeds: 2 },
  ...{ devices: parallelism.devices, warmup: 3, cooldown: 0, degrees: [2], batches: [1], reuses: ['own'] },
};

async function ended(app: RunningApp): Promise<NonNullable<BenchmarkState['ended']>> {
  await expect.poll(async () => (await app.ask('benchmark.state')).running).toBeNull();
  const { ended: end } = await app.ask('benchmark.state');
  if (end === null) throw new Error('No benchmark has ended.');
  return end;
}

describe('a benchmark in the window', () => {
  it('measures what the command measures, keeps what was made, and lets the queue go on', async () => {
    const app = await launch();
    await app.ask('benchmark.start', asked);
    // The queue takes a job meanwhile, and starts it afterwards.
    const waiting = await app.ask('queue.add', draft());
    expect((await app.refusal('benchmark.start', asked)).message).toMatch(/A benchmark is running/);
    const { report: id, problem } = await ended(app);
    expect(problem).toBeNull();
    await app.finished(waiting);

    const { report, outputs } = await app.ask('benchmark.get', { benchmark: id ?? '' });
    if (report.kind !== 'plans') throw new Error('The report is of something else.');
    expect(report.seeds).toEqual([request.seed, request.seed + 1]);
    const [sequential, parallel] = report.plans;
    expect(sequential).toMatchObject({ devices: ['cpu:0'], psnr: null, spectralDistance: null });
    expect(parallel?.plan.degree).toBe(2);
    expect(parallel?.denoiseMs).toHaveLength(2);
    expect(parallel?.psnr?.every((value) => value > 15 && value <= 100)).toBe(true);
    expect(outputs.map((media) => media?.kind)).toEqual(['video', 'video']);

    const [url] = outputs.flatMap((media) => (media?.kind === 'video' ? [media.framesUrl] : []));
    const served = (address: string): Promise<number> =>
      app.page.evaluate(async (from) => (await (await fetch(from)).arrayBuffer()).byteLength, address);
    expect(await served(url ?? '')).toBe(9 * 32 * 32 * 3);
    // Nothing but outputs is served.
    expect(await served((url ?? '').replace(/output-0$/, 'report.json'))).toBe('404\n'.length);
    const folder = join(app.data, 'benchmarks', id ?? '');
    reportSchema.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));

    await app.page.getByRole('navigation').getByRole('button', { name: 'Benchmark' }).click();
    await app.page
      .getByRole('button', { name: /^Tiny CogVideoX/ })
      .first()
      .click();
    await app.page.getByRole('row', { name: /^degree 2 on 2 devices, warm-up 3, own/ }).waitFor();
    await expect.poll(() => app.page.getByRole('img', { name: /^degree 2/ }).count()).toBe(1);
    expect(await app.ask('benchmark.list')).toMatchObject([{ id, detail: '10 steps, 2 plans, 2 seeds' }]);
    await app.ask('benchmark.trash', { benchmark: id ?? '' });
    expect(await app.ask('benchmark.list')).toEqual([]);
  });

  it('rehearses the paper beside no job, and leaves nothing when it is stopped', async () => {
    const app = await launch();
    const job = await app.ask('queue.add', longDraft());
    await expect.poll(async () => (await app.ask('queue.get')).jobs[0]?.state).toBe('running');
    const paper = { kind: 'paper' as const, stepMs: 20, degrees: [2] };
    expect(await app.refusal('benchmark.start', paper)).toMatchObject({ code: 'bad-request' });
    await app.ask('queue.cancel', { job });

    await app.ask('benchmark.start', paper);
    await expect.poll(async () => (await app.ask('benchmark.state')).running?.share ?? 0).toBeGreaterThan(0);
    await app.ask('benchmark.stop');
    expect(await app.ask('benchmark.state')).toEqual({
      running: null,
      ended: { report: null, problem: null },
    });
    const folder = join(app.data, 'benchmarks');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });

  it('is refused with a sentence where it could not run', async () => {
    const app = await launch();
    const refused = async (change: object): Promise<string> =>
      (await app.refusal('benchmark.start', { ...asked, ...change })).message;
    expect(await refused({ degrees: [3] })).toMatch(/Degree 3 needs 3 devices and 2 were chosen/);
    expect(await refused({ devices: ['cpu:0', 'cpu:9'] })).toMatch(/There is no device cpu:9/);
    expect(await refused({ warmup: 11 })).toMatch(/do not fit into 10 steps/);
    expect(await refused({ request: { ...request, width: 40 } })).toMatch(/multiples of 16 pixels/);
    expect(await refused({ seeds: 0 })).toMatch(/seeds cannot be used/);
    expect((await app.ask('benchmark.state')).running).toBeNull();
  });
});
