/** The three workloads of the paper (arXiv 2505.14741), rehearsed on virtual devices. */
import { randomUUID } from 'node:crypto';
import {
  DEFAULT_VIRTUAL_MODEL,
  Engine,
  idealSpeedup,
  makePlan,
  type ProcessHost,
  sequentialPlan,
  virtualDevices,
  WORKLOADS,
  type WorkloadName,
  workloadNameSchema,
} from '../../workers/api';
import { describeMachine } from './machine';
import type { PaperReport, Rehearsed } from './report';

/** The paper's end-to-end speed-ups; how many devices they took is not said beside them. */
export const PAPER_SPEEDUPS: Readonly<Record<WorkloadName, number>> = {
  svd: 3.88,
  'cogvideox-2b': 2.43,
  'audioldm2-large': 6.56,
};

export type PaperOptions = {
  readonly processes: ProcessHost;
  /** What an evaluation takes on every device. */
  readonly stepMs: number;
  readonly degrees: readonly number[];
  readonly onRun?: (run: number, runs: number, what: string) => void;
  readonly signal?: AbortSignal;
};

/** Denoises latents of the real size with the authors' numbers of steps, at every degree, on as many devices. */
export async function rehearsePaper(options: PaperOptions): Promise<PaperReport> {
  const { processes, stepMs, degrees, onRun, signal } = options;
  const model = { ...DEFAULT_VIRTUAL_MODEL, evaluationMs: stepMs };
  const most = Math.max(1, ...degrees);
  const engine = new Engine({
    processes,
    devices: virtualDevices(Array.from({ length: most }, () => model)),
  });
  const rows: Rehearsed[] = [];
  const parallel = [...new Set(degrees)].filter((degree) => degree > 1).sort((a, b) => a - b);
  const runs = workloadNameSchema.options.length * (1 + parallel.length);
  let run = 0;
  const rehearse = async (workload: WorkloadName, degree: number, sequentialMs?: number): Promise<number> => {
    signal?.throwIfAborted();
    const { steps, warmup, title } = WORKLOADS[workload];
    onRun?.(run++, runs, `${title}, degree ${degree}`);
    const plan =
      degree === 1
        ? sequentialPlan(steps)
        : makePlan({ steps, degree, warmup, cooldown: 0, devices: degree });
    const devices = Array.from({ length: degree }, (_, i) => `virtual:${i}`);
    const running = engine.rehearse({ id: randomUUID(), workload, plan, reuse: 'own' }, devices);
    const cancel = (): void => running.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const { denoiseMs } = await running.result.finally(() => signal?.removeEventListener('abort', cancel));
    const speedup = (sequentialMs ?? denoiseMs) / denoiseMs;
    rows.push({ workload, degree, idealSpeedup: idealSpeedup(plan), denoiseMs, speedup });
    return denoiseMs;
  };
  try {
    for (const workload of workloadNameSchema.options) {
      const sequentialMs = await rehearse(workload, 1);
      for (const degree of parallel) await rehearse(workload, degree, sequentialMs);
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
