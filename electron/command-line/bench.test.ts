import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { largestBatch } from '../../workers/api';
import { type MeasureOptions, measurePlans } from '../benchmark/measure-plans';
import type { PlanReport } from '../contract/benchmark';
import { type BenchOptions, bench } from './bench';
import type { Reporter } from './reporter';

vi.mock('../benchmark/measure-plans', () => ({ measurePlans: vi.fn() }));

const bundle = fileURLToPath(new URL('../../test/fixtures/cogvideox-tiny/bundle', import.meta.url));
const report: PlanReport = {
  ...{ formatVersion: 1, kind: 'plans', createdAt: '', model: 'Tiny', steps: 10, seeds: [0], plans: [] },
  machine: { processor: 'p', cores: 1, memoryGiB: 1, platform: 'test' },
};

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parastep-test-'));
  out = join(folder, 'report.json');
  vi.mocked(measurePlans).mockReset().mockResolvedValue(report);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command with what is told; `told` is what it has printed. */
async function run(options: Partial<BenchOptions>) {
  const told: Record<string, unknown>[] = [];
  const nothing = (): void => undefined;
  const reporter: Reporter = {
    ...{ event: nothing, transfer: nothing, failed: nothing },
    done: (_text, record) => told.push(record),
  };
  const outcome = await bench(
    {
      ...{ bundle, stepMs: 1, batchSteps: [1], reuse: ['own'], fit: 'crop', focus: { x: 0, y: 0 }, seeds: 1 },
      ...options,
    },
    reporter,
  ).then(
    () => 'done',
    (error: unknown) => error,
  );
  return { told, outcome };
}

const plansMeasured = (): MeasureOptions['plans'] => vi.mocked(measurePlans).mock.calls[0]?.[0].plans ?? [];

describe('bench', () => {
  it('measures several steps in a run on one device alone', async () => {
    const { outcome } = await run({ devices: [{ id: 'cpu:0', provider: 'cpu' }], batchSteps: [1, 2] });
    expect(outcome).toBe('done');
    const [sequential, batched] = plansMeasured().map(({ plan }) => plan);
    expect(sequential).toMatchObject({ degree: 1, warmup: 0 });
    expect(batched).toMatchObject({ degree: 2, devices: 1, warmup: 3 });
    expect(batched && largestBatch(batched)).toBe(2);
  });

  it('takes the exact steps that were asked for', async () => {
    await run({ batchSteps: [2], degrees: [1], warmup: 4, cooldown: 2 });
    expect(plansMeasured()[1]?.plan).toMatchObject({ warmup: 4, cooldown: 2 });
  });

  it('refuses a report that could not be written before it measures', async () => {
    const { outcome } = await run({ out: join(folder, 'none', 'report.json') });
    expect(outcome).toMatchObject({ code: 'output-failed' });
    expect(measurePlans).not.toHaveBeenCalled();
  });

  it('leaves nothing but the report', async () => {
    vi.mocked(measurePlans).mockImplementation(async () => {
      expect(readdirSync(folder)).toEqual([]);
      return report;
    });
    expect((await run({ out })).outcome).toBe('done');
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(report);
    expect(readdirSync(folder)).toEqual(['report.json']);
  });

  it('prints the report where it cannot be written after all', async () => {
    vi.mocked(measurePlans).mockImplementation(async () => {
      rmSync(folder, { recursive: true });
      return report;
    });
    const { told, outcome } = await run({ out });
    expect(outcome).toMatchObject({ code: 'output-failed' });
    expect(told).toEqual([{ type: 'benchmark', report }]);
    expect(existsSync(folder)).toBe(false);
  });
});
