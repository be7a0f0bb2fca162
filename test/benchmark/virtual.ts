import { randomUUID } from 'node:crypto';
import {
  Engine,
  idealSpeedup,
  makePlan,
  median,
  type Plan,
  sequentialPlan,
  virtualDevices,
  WORKLOADS,
  type WorkloadName,
  workloadNameSchema,
} from '../../workers/api';
import { type Figure, figure } from './figure';
import { benchmarkProcesses } from './programs';

const DEGREES = [2, 4, 8] as const;
const REPEATS = 2;
const BASELINE_STEPS = 12;

/** The published models have at most this many steps here; more would only repeat the same rounds. */
const MOST_STEPS = 50;

const TARGETS = [
  { evaluationMs: 500, efficiency: 0.98 },
  { evaluationMs: 50, efficiency: 0.93 },
] as const;

/** Middling PCIe 3.0 x16. */
const LINK = { latencyMs: 0.01, gigabytesPerSecond: 12 } as const;

/**
 * What the conductor and the transport leave of the ideal speed-up, with latents of the published models' size.
 * Only the evaluation and the link's speed are modelled: processes, lanes, shared memory, scheduler and plan are
 * those of real jobs. The figure is that of the workload that does worst.
 */
export async function measureVirtual(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { evaluationMs, efficiency: target } of TARGETS) {
    const model = { evaluationMs, speed: 1, ...LINK };
    const engine = new Engine({
      processes: benchmarkProcesses(),
      devices: virtualDevices(Array.from({ length: Math.max(...DEGREES) }, () => model)),
    });
    try {
      // Starts every process before anything is timed.
      await rehearse(engine, 'audioldm2-large', makePlan({ ...numbersOf('audioldm2-large', 8), steps: 21 }));
      const efficiencies = new Map<string, number[]>();
      for (let repeat = 0; repeat < REPEATS; repeat++) {
        for (const workload of workloadNameSchema.options) {
          const stepMs = (await rehearse(engine, workload, sequentialPlan(BASELINE_STEPS))) / BASELINE_STEPS;
          for (const degree of DEGREES) {
            const plan = makePlan(numbersOf(workload, degree));
            const speedup = (stepMs * plan.steps) / (await rehearse(engine, workload, plan));
            const key = `${workload} ${degree}`;
            efficiencies.set(key, [...(efficiencies.get(key) ?? []), speedup / idealSpeedup(plan)]);
          }
        }
      }
      for (const degree of DEGREES) {
        const byWorkload = workloadNameSchema.options.map((name) => ({
          name,
          samples: efficiencies.get(`${name} ${degree}`) ?? [],
        }));
        const worst = byWorkload.reduce((a, b) => (median(a.samples) <= median(b.samples) ? a : b));
        figures.push(
          figure(`virtual/efficiency-${degree}-${evaluationMs}ms`, worst.samples, 'ratio', {
            target: { comparison: '>=', value: target },
            note: byWorkload.map(({ name, samples }) => `${name} ${median(samples).toFixed(3)}`).join(', '),
          }),
        );
      }
    } finally {
      await engine.close();
    }
  }
  return figures;
}

function numbersOf(workload: WorkloadName, degree: number) {
  const { steps, warmup } = WORKLOADS[workload];
  return { steps: Math.min(steps, MOST_STEPS), warmup, degree, cooldown: 0, devices: degree };
}

/** Milliseconds that the plan's denoising took. */
async function rehearse(engine: Engine, workload: WorkloadName, plan: Plan): Promise<number> {
  const devices = Array.from({ length: plan.devices }, (_, i) => `virtual:${i}`);
  const { denoiseMs } = await engine.rehearse({ id: randomUUID(), workload, plan, reuse: 'own' }, devices)
    .result;
  return denoiseMs;
}
