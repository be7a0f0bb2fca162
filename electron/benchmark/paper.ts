/** The three workloads of the paper (arXiv 2505.14741), rehearsed on virtual devices. */
import { randomUUID } from 'node:crypto';
import {
  DEFAULT_VIRTUAL_MODEL,
  Engine,
  idealSpeedup,
  makePlan,
  type Plan,
  type ProcessHost,
  sequentialPlan,
  virtualDevices,
  WORKLOADS,
  type WorkloadName,
  workloadNameSchema,
} from '../../workers/api';
import type { PaperReport, Rehearsed, WorkloadFacts } from '../contract/benchmark';
import { describeMachine } from './machine';
import { type RunProgress, RunTeller } from './run-teller';

/** The paper's end-to-end speed-ups; how many devices they took is not said beside them. */
const PAPER_SPEEDUPS: Readonly<Record<WorkloadName, number>> = {
  svd: 3.88,
  'cogvideox-2b': 2.43,
  'audioldm2-large': 6.56,
};

/** Every degree that the paper's preset is asked for where nothing else is said. */
export const PAPER_DEGREES: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8];

export const workloadFacts = (): WorkloadFacts[] =>
  workloadNameSchema.options.map((workload) => {
    const { title, steps, warmup } = WORKLOADS[workload];
    return { workload, title, steps, warmup, paperSpeedup: PAPER_SPEEDUPS[workload] };
  });

export type PaperOptions = {
  readonly processes: ProcessHost;
  /** What an evaluation takes on every device. */
  readonly stepMs: number;
  readonly degrees: readonly number[];
  /** Called at each run's beginning, and as it goes on. */
  readonly onProgress?: (progress: RunProgress) => void;
  readonly signal?: AbortSignal;
};

/** Denoises latents of the real size with the authors' numbers of steps, at every degree, on as many devices. */
export async function rehearsePaper(options: PaperOptions): Promise<PaperReport> {
  const { processes, stepMs, onProgress, signal } = options;
  const model = { ...DEFAULT_VIRTUAL_MODEL, evaluationMs: stepMs };
  const parallel = [...new Set(options.degrees)].filter((degree) => degree > 1).sort((a, b) => a - b);
  const degrees = [1, ...parallel];
  const runs = workloadNameSchema.options.flatMap((workload) =>
    degrees.map((degree) => ({ workload, degree, plan: planOf(workload, degree) })),
  );
  const teller = new RunTeller(
    runs.map(({ plan }) => plan.steps / idealSpeedup(plan)),
    onProgress,
  );
  const engine = new Engine({
    processes,
    devices: virtualDevices(Array.from({ length: Math.max(...degrees) }, () => model)),
  });
  const rows: Rehearsed[] = [];
  let sequentialMs = 0;
  try {
    for (const { workload, degree, plan } of runs) {
      signal?.throwIfAborted();
      teller.begin(`${WORKLOADS[workload].title}, degree ${degree}`);
      const devices = Array.from({ length: degree }, (_, i) => `virtual:${i}`);
      const running = engine.rehearse(
        { id: randomUUID(), workload, plan, reuse: 'own' },
        devices,
        (event) => {
          if (event.type === 'progress') teller.within(event.done / event.total);
        },
      );
      const cancel = (): void => running.cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      const { denoiseMs } = await running.result.finally(() => signal?.removeEventListener('abort', cancel));
      if (degree === 1) sequentialMs = denoiseMs;
      const speedup = sequentialMs / denoiseMs;
      rows.push({ workload, degree, idealSpeedup: idealSpeedup(plan), denoiseMs, speedup });
    }
  } finally {
    await engine.close();
  }
  return {
    formatVersion: 1,
    kind: 'paper',
    createdAt: new Date().toISOString(),
    machine: describeMachine(),
    stepMs,
    gigabytesPerSecond: model.gigabytesPerSecond,
    rows,
  };
}

function planOf(workload: WorkloadName, degree: number): Plan {
  const { steps, warmup } = WORKLOADS[workload];
  return degree === 1
    ? sequentialPlan(steps)
    : makePlan({ steps, degree, warmup, cooldown: 0, devices: degree });
}
