import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeviceSpec, type EvaluationEvent, virtualDevices } from '../../workers/api';
import type { JobDraft } from '../contract';
import { planOf } from './draft-plan';
import { StepTimes } from './step-times';

const log = { error: () => undefined };
const specs: DeviceSpec[] = [
  { id: 'cuda:0', provider: 'cuda', adapter: 0 },
  { id: 'cuda:1', provider: 'cuda', adapter: 1 },
  { id: 'cpu:0', provider: 'cpu', threads: 8 },
];
const request = {
  ...{ kind: 'text-to-video', prompt: 'a', negativePrompt: '', seed: 1, steps: 50, guidanceScale: 6 },
  ...{ dynamicGuidance: false, frames: 9, width: 64, height: 64, fps: 8 },
} as const satisfies JobDraft['request'];

const evaluation = (device: string, step: number, ms: number): EvaluationEvent => ({
  ...{ round: step, kind: 'parallel', slot: 0, step, branch: 'both', device },
  ...{ dispatched: 0, started: 100, ended: 100 + ms, received: 200 + ms },
  ...{ bytesDown: 0, bytesUp: 0, headerBytes: 0, drift: null },
});
/** The first evaluation is ten times as long as the others. */
const evaluations = (device: string, ms: number): EvaluationEvent[] =>
  [10 * ms, ms, ms, ms].map((span, step) => evaluation(device, step, span));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parastep-times-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const open = () => new StepTimes(join(folder, 'step-times.json'), log);
const known = (times: StepTimes, model = 'svd') => times.of(model, specs).map(({ stepMs }) => stepMs);

describe('StepTimes', () => {
  it('remembers the median step of every device over a restart, without its first', async () => {
    await open().note('svd', request, [...evaluations('cuda:0', 400), ...evaluations('cuda:1', 900)], specs);
    expect(known(open())).toEqual([400, 900, undefined]);
    expect(known(open(), 'other')).toEqual([undefined, undefined, undefined]);
  });

  it('remembers runs of several steps by how many they hold, each run once and without the first', async () => {
    const runOf = (steps: number, round: number, ms: number): EvaluationEvent[] =>
      Array.from({ length: steps }, (_, slot) => ({
        ...evaluation('cuda:0', round * steps + slot, ms),
        ...{ round, slot, batch: steps, started: 1000 * round, ended: 1000 * round + ms },
      }));
    const runs = [...runOf(2, 1, 900), ...runOf(2, 2, 120), ...runOf(2, 3, 140), ...runOf(2, 4, 130)];
    await open().note('svd', request, [...evaluations('cuda:0', 100), ...runs, ...runOf(4, 5, 500)], specs);
    const [first, second] = open().of('svd', specs);
    expect(first).toMatchObject({ stepMs: 100, batches: [{ steps: 2, ms: 130 }] });
    expect(second?.batches).toEqual([]);
    const parallelism = { devices: ['cuda:0'], degree: 1, automatic: true, warmup: 5, cooldown: 0 };
    const { plan, settled } = planOf(
      { model: 'svd', request, parallelism: { ...parallelism, reuse: 'own' } },
      open().of('svd', specs),
    );
    expect(plan.degree).toBe(2);
    // Made again it is the same, whatever has been measured by then.
    expect(settled.parallelism).toMatchObject({ degree: 2, batch: 2 });
    expect(planOf(settled).plan).toEqual(plan);
  });

  it('keeps what other jobs have measured of the devices that did not work', async () => {
    const times = open();
    await times.note('svd', request, evaluations('cuda:0', 400), specs);
    await times.note('svd', request, evaluations('cpu:0', 60_000), specs);
    expect(known(times)).toEqual([400, undefined, 60_000]);
  });

  it('takes times of another size where more devices are known', async () => {
    const times = open();
    const both = [...evaluations('cuda:0', 400), ...evaluations('cuda:1', 900)];
    await times.note('svd', request, both, specs);
    await times.note('svd', { ...request, width: 128 }, evaluations('cuda:0', 800), specs);
    expect(known(times)).toEqual([400, 900, undefined]);
  });

  it('knows a virtual device by what it was told, and keeps none of its times', async () => {
    const model = { evaluationMs: 500, speed: 2, latencyMs: 0, gigabytesPerSecond: 12 };
    const virtual = virtualDevices([model]);
    const times = open();
    await times.note('svd', request, evaluations('virtual:0', 9), virtual);
    expect(times.of('svd', virtual)).toEqual([
      { id: 'virtual:0', stepMs: 250, batches: [], isProcessor: false },
    ]);
  });

  it('starts anew from a damaged file', () => {
    writeFileSync(join(folder, 'step-times.json'), '{"records": [');
    expect(known(open())).toEqual([undefined, undefined, undefined]);
  });
});

describe('planOf', () => {
  const draft = (parallelism: Partial<JobDraft['parallelism']>): JobDraft => ({
    model: 'svd',
    request,
    parallelism: {
      ...{ devices: ['cpu:0', 'cuda:0', 'cuda:1'], degree: 3, warmup: 5, cooldown: 0, reuse: 'own' },
      ...parallelism,
    },
  });
  const timed = [
    { id: 'cuda:0', stepMs: 400, isProcessor: false },
    { id: 'cuda:1', stepMs: 420, isProcessor: false },
    { id: 'cpu:0', stepMs: 60_000, isProcessor: true },
  ];

  it('settles an automatic draft on the devices and the degree that suit it', () => {
    const { devices, plan, notices, settled } = planOf(draft({ automatic: true }), timed);
    expect(devices).toEqual(['cuda:0', 'cuda:1']);
    expect(plan.degree).toBe(2);
    expect(notices).toEqual([expect.stringMatching(/^cpu:0 is left out: a step takes it 60 s/)]);
    expect(settled.parallelism).toEqual({
      ...{ devices: ['cuda:0', 'cuda:1', 'cpu:0'], degree: 2, warmup: 5, cooldown: 0, reuse: 'own' },
    });
    expect(planOf(settled, timed).plan).toEqual(plan);
  });

  it('keeps the degree that was chosen by hand', () => {
    const { devices, plan } = planOf(draft({ degree: 3 }), timed);
    expect(plan.degree).toBe(3);
    expect(devices).toEqual(['cuda:0', 'cuda:1']);
  });
});
