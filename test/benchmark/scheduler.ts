import { WORKLOADS } from '../../workers/api';
import { estimate, type Reuse, reuseSchema } from '../../workers/parastep/reuse';
import { CogVideoXDdimScheduler } from '../../workers/schedulers/cogvideox-ddim';
import type { Scheduler } from '../../workers/schedulers/scheduler';
import { ArrayPool } from '../../workers/tensor/array-pool';
import { TorchGenerator } from '../../workers/tensor/torch-generator';
import { type Figure, figure } from './figure';

/** Values of CogVideoX-2b's latents, 13×16×60×90. */
const VALUES = 1_123_200;
const STEPS = 50;
const RUNS = 60;
const TARGET = { comparison: '<=', value: 2 } as const;

/** What the conductor computes itself between rounds, on latents of CogVideoX-2b's size. */
export async function measureScheduler(): Promise<Figure[]> {
  const latents = new TorchGenerator(1).randn(VALUES);
  const predictions = [2, 3, 4].map((seed) => new TorchGenerator(seed).randn(VALUES));
  return [
    ...stepFigures(latents, predictions[0] ?? latents),
    ...reuseSchema.options.map((reuse) => estimateFigure(reuse, latents, predictions)),
  ];
}

function stepFigures(latents: Float32Array, prediction: Float32Array): Figure[] {
  return Object.entries(WORKLOADS).map(([name, { scheduler: schedulerOf }]) => {
    const scheduler: Scheduler = schedulerOf(STEPS);
    const exact = latents.slice();
    const samples = timed((run) => scheduler.step(run % STEPS, latents, prediction, exact));
    const suffix = scheduler instanceof CogVideoXDdimScheduler ? '' : `-${name}`;
    return figure(`scheduler/step-1.1M${suffix}`, samples, 'ms', {
      target: TARGET,
      note: `scheduler of ${name}`,
    });
  });
}

function estimateFigure(reuse: Reuse, latents: Float32Array, predictions: readonly Float32Array[]): Figure {
  const scheduler = WORKLOADS['cogvideox-2b'].scheduler(STEPS);
  const known = predictions.map((prediction, i) => ({ step: 17 + i, latents, prediction }));
  const plan = { degree: 4, warmup: 13 };
  const pool = new ArrayPool(VALUES);
  const samples = timed(() => {
    const ahead = estimate({ reuse, scheduler, exact: latents, from: 20, to: 23, plan, known, pool });
    pool.give(ahead.latents);
    pool.give(ahead.reused);
  });
  const suffix = reuse === 'own' ? '' : `-${reuse}`;
  return figure(`scheduler/estimate-1.1M${suffix}`, samples, 'ms', {
    ...(suffix === '' && { target: TARGET }),
    note: `reuse ${reuse}`,
  });
}

/** Milliseconds of each run but the first ones, in which the code is compiled. */
function timed(work: (run: number) => void): number[] {
  const samples = Array.from({ length: RUNS }, (_, run) => {
    const started = performance.now();
    work(run);
    return performance.now() - started;
  });
  return samples.slice(RUNS / 4);
}
