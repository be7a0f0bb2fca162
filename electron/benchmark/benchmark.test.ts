import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idealSpeedup, makePlan, type Plan, sequentialPlan } from '../../workers/api';
import {
  type MeasuredPlan,
  type PaperReport,
  type PlanReport,
  reportSchema,
  speedupsOf,
} from '../contract/benchmark';
import { BenchmarkStore } from './benchmark-store';
import { comparisonOf, tableOf } from './tables';

const machine = { processor: 'Test', cores: 2, memoryGiB: 8, platform: 'linux x64' };

const measured = (plan: Plan, denoiseMs: number[]): MeasuredPlan => ({
  plan,
  reuse: 'own',
  devices: Array.from({ length: plan.devices }, (_, i) => `cpu:${i}`),
  idealSpeedup: idealSpeedup(plan),
  denoiseMs,
  totalMs: denoiseMs.map((time) => time + 500),
  bytes: denoiseMs.map(() => 1_000_000),
  psnr: denoiseMs.map(() => 40),
  ssim: null,
  spectralDistance: null,
});

const parallel = makePlan({ steps: 10, degree: 2, warmup: 2, cooldown: 0, devices: 2 });

const report = (factor = 1): PlanReport => ({
  formatVersion: 1,
  kind: 'plans',
  createdAt: '2026-01-01T00:00:00.000Z',
  machine,
  model: 'Tiny',
  steps: 10,
  seeds: [0, 1, 2],
  plans: [
    measured(sequentialPlan(10), [1000, 1200, 1100]),
    measured(parallel, [800 * factor, 800 * factor, 1000 * factor]),
  ],
});

const paper: PaperReport = {
  formatVersion: 1,
  kind: 'paper',
  createdAt: '2026-01-01T00:00:00.000Z',
  machine,
  stepMs: 50,
  gigabytesPerSecond: 12,
  rows: [
    { workload: 'svd', degree: 1, idealSpeedup: 1, denoiseMs: 2550, speedup: 1 },
    { workload: 'svd', degree: 8, idealSpeedup: 50 / 11, denoiseMs: 570, speedup: 4.47 },
  ],
};

describe('the saved benchmarks', () => {
  it('are rid of what was begun and never ended; what cannot be read now stays', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parastep-benchmarks-'));
    try {
      const store = new BenchmarkStore(folder, async () => undefined);
      const begun = await store.begin('begun');
      const ended = await store.begin('ended');
      await ended.save(report());
      // A folder in the report's place is there and cannot be read.
      mkdirSync(join(folder, 'unreadable', 'report.json'), { recursive: true });
      const failures: string[] = [];
      await store.open((left) => failures.push(left));
      expect([readdirSync(folder).sort(), failures]).toEqual([['ended', 'unreadable'], []]);
      expect((await store.list()).map(({ id }) => id)).toEqual(['ended']);
      expect(begun.id).toBe('begun');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a benchmark report', () => {
  it('compares each run with the sequential run of the same seed', () => {
    const made = report();
    expect(speedupsOf(made, made.plans[1] as MeasuredPlan)).toEqual([1.25, 1.5, 1.1]);
  });

  it('survives being saved', () => {
    for (const made of [report(), paper]) {
      expect(reportSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
    }
  });

  it('says median and spread, efficiency against the ideal, and nothing where nothing was measured', () => {
    const [title, , sequential, two] = tableOf(report()).split('\n');
    expect(title).toBe('Tiny, 10 steps, 3 seeds: median (least … most)');
    expect(sequential).toMatch(/^sequential on cpu:0 +1\.10 s \(1\.00 … 1\.20\)/);
    expect(two).toMatch(
      /^degree 2 on 2 devices, warm-up 2, own .*1\.25x \(1\.10x … 1\.50x\) +1\.67x +75 % +1\.00 MB +40\.0 dB +–$/,
    );
  });

  it('stands beside an earlier one', () => {
    const text = comparisonOf(report(0.5), report());
    expect(text).toMatch(/degree 2 .* 0\.80 s → 0\.40 s +-50\.0 %/);
    expect(comparisonOf(report(), { ...report(), plans: [] })).toMatch(/sequential on cpu:0 +new/);
  });

  it('of the paper has a column per degree, the ideal below, and the paper beside', () => {
    const lines = tableOf(paper).split('\n');
    expect(lines[2]).toMatch(/^workload +steps +warm-up +p=1 +p=8 +paper$/);
    expect(lines[3]).toMatch(/^Stable Video Diffusion.* 50 +5 +1\.00x +4\.47x +3\.88x$/);
    expect(lines[4]).toMatch(/^ {2}ideal +1\.00x +4\.55x$/);
  });
});
