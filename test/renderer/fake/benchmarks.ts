/** Benchmarks that are done at once, and reports that were done before. */
import {
  type BenchmarkOrder,
  type BenchmarkState,
  type EventName,
  type EventPayload,
  idealSpeedup,
  type MeasuredPlan,
  makePlan,
  type PaperReport,
  type PlanReport,
  type SavedBenchmark,
  type ShownBenchmark,
} from '../../../electron/contract/index';
import { makeClip, noise } from './clips';

type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

const machine = { processor: 'AMD Ryzen 9 7950X', cores: 32, memoryGiB: 64, platform: 'linux x64' };
const NOW = 1_795_000_000_000;
const STEPS = 50;

function measuredPlan(degree: number, reuse: MeasuredPlan['reuse'], seeds: number, slow = 1): MeasuredPlan {
  const plan = makePlan({ steps: STEPS, degree, warmup: degree === 1 ? 0 : 8, cooldown: 0, devices: degree });
  const ideal = idealSpeedup(plan);
  const samples = (of: (seed: number) => number): number[] => Array.from({ length: seeds }, (_, i) => of(i));
  const denoiseMs = samples((i) => (slow * (6500 + 400 * noise(i + degree))) / (1 + (ideal - 1) * 0.93));
  return {
    plan,
    reuse,
    devices: Array.from({ length: degree }, (_, i) => `cpu:${i}`),
    idealSpeedup: ideal,
    denoiseMs,
    totalMs: denoiseMs.map((time) => time + 2100),
    bytes: samples(() => 8_270_000),
    psnr: degree === 1 ? null : samples((i) => 41 + 3 * noise(i)),
    ssim: degree === 1 ? null : samples((i) => 0.98 + 0.01 * noise(i)),
    spectralDistance: null,
  };
}

function planReport(createdAt: number, slow = 1): PlanReport {
  return {
    formatVersion: 1,
    kind: 'plans',
    createdAt: new Date(createdAt).toISOString(),
    machine,
    model: 'ParaStep Demo',
    steps: STEPS,
    seeds: [7, 8, 9],
    plans: [
      measuredPlan(1, 'own', 3, slow),
      measuredPlan(2, 'own', 3, slow),
      measuredPlan(2, 'freshest', 3, slow),
      measuredPlan(4, 'own', 3, slow),
    ],
  };
}

const WORKLOADS: ShownBenchmark['workloads'] = [
  { workload: 'svd', title: 'Stable Video Diffusion, 14 frames', steps: 50, warmup: 5, paperSpeedup: 3.88 },
  { workload: 'cogvideox-2b', title: 'CogVideoX-2b, 49 frames', steps: 50, warmup: 13, paperSpeedup: 2.43 },
  {
    ...{ workload: 'audioldm2-large', title: 'AudioLDM2-large, 3 waveforms' },
    ...{ steps: 200, warmup: 5, paperSpeedup: 6.56 },
  },
];

function paperReport(createdAt: number): PaperReport {
  const rows = WORKLOADS.flatMap(({ workload, steps, warmup }) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((degree) => {
      const plan = makePlan({ steps, degree, warmup, cooldown: 0, devices: degree });
      const ideal = idealSpeedup(plan);
      const speedup = 1 + (ideal - 1) * 0.96;
      return { workload, degree, idealSpeedup: ideal, denoiseMs: (steps * 50) / speedup, speedup };
    }),
  );
  const createdAtText = new Date(createdAt).toISOString();
  return {
    ...{ formatVersion: 1, kind: 'paper', createdAt: createdAtText, machine },
    ...{ stepMs: 50, gigabytesPerSecond: 12, rows },
  };
}

function outputsOf({ plans }: PlanReport): ShownBenchmark['outputs'] {
  return plans.map((_, i) => {
    const look = { frames: 17, width: 64, height: 64 };
    const { rgb } = makeClip({ ...look, seed: 7, roughness: 0.02 * i });
    return { kind: 'video', ...look, fps: 8, framesUrl: URL.createObjectURL(new Blob([rgb])) };
  });
}

export class FakeBenchmarks {
  readonly #emit: Emit;
  readonly #reports = new Map<string, ShownBenchmark>();
  state: BenchmarkState = { running: null, ended: null };

  /** @param saved With reports of earlier days. @param running With one under way. */
  constructor(emit: Emit, { saved, running }: { readonly saved: boolean; readonly running: boolean }) {
    this.#emit = emit;
    if (saved) {
      this.#keep('paper', paperReport(NOW - 86_400_000));
      this.#keep('earlier', planReport(NOW - 2 * 86_400_000, 1.25));
      this.#keep('today', planReport(NOW));
    }
    if (running) {
      const what = 'degree 2 on 2 devices, warm-up 8, own';
      const progress = { kind: 'plans', title: 'ParaStep Demo', run: 4, runs: 16, what } as const;
      this.state = { running: { ...progress, share: 0.31, secondsLeft: 48 }, ended: null };
    }
  }

  start(order: BenchmarkOrder): void {
    const id = `benchmark-${this.#reports.size}`;
    this.#keep(id, order.kind === 'plans' ? planReport(NOW + 60_000) : paperReport(NOW + 60_000));
    this.#change({ running: null, ended: { report: id, problem: null } });
  }

  stop(): void {
    this.#change({ running: null, ended: { report: null, problem: null } });
  }

  list(): SavedBenchmark[] {
    return [...this.#reports.values()]
      .map(({ id, report }) => ({
        id,
        createdAt: Date.parse(report.createdAt),
        kind: report.kind,
        title: report.kind === 'plans' ? report.model : 'The paper’s workloads',
        detail:
          report.kind === 'plans'
            ? '50 steps, 4 plans, 3 seeds'
            : `${report.stepMs} ms a step, degrees 1 to 8`,
      }))
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  get(id: string): ShownBenchmark {
    const found = this.#reports.get(id);
    if (found === undefined) throw new Error('This report is gone: it has been moved or deleted.');
    return found;
  }

  trash(id: string): void {
    this.#reports.delete(id);
  }

  #keep(id: string, report: ShownBenchmark['report']): void {
    const outputs = report.kind === 'plans' ? outputsOf(report) : [];
    this.#reports.set(id, { id, report, outputs, workloads: report.kind === 'paper' ? WORKLOADS : [] });
  }

  #change(state: BenchmarkState): void {
    this.state = state;
    this.#emit('benchmark.changed', state);
  }
}
