import { makePlan } from '../../workers/api';
import { type Figure, figure } from './figure';
import { openEngine, planOf, type Run, runJob, type Workload } from './workload';

const PAIRS = 3;

const denoiseMs = ({ result }: Run): number => result.timings.stages.denoise ?? Number.NaN;

/** What predicting several steps in one run gains on one device. */
export async function measureBatchStep(workload: Workload): Promise<Figure[]> {
  const engine = openEngine(workload, 1);
  const { mode, steps, warmup } = workload;
  try {
    const samples = new Map<number, number[]>([2, 4].map((slots) => [slots, []]));
    await runJob(engine, workload, workload.requestOf(0), planOf(workload, 1, 1));
    for (let seed = 0; seed < PAIRS; seed++) {
      const request = workload.requestOf(seed);
      const sequential = denoiseMs(await runJob(engine, workload, request, planOf(workload, 1, 1)));
      for (const [slots, speedups] of samples) {
        const plan = makePlan({ steps, degree: slots, warmup, cooldown: 0, devices: 1, batch: slots });
        speedups.push(sequential / denoiseMs(await runJob(engine, workload, request, plan)));
      }
    }
    return [...samples].map(([slots, speedups]) =>
      figure(`${mode}/batch-step-${slots}`, speedups, 'ratio', {
        note: 'speed-up over one step a run, one device',
      }),
    );
  } finally {
    await engine.close();
  }
}
