import { type Engine, psnr, type Reuse, spectralConvergence, spectralDistance } from '../../workers/api';
import { type Figure, figure } from './figure';
import { openEngine, planOf, type Run, runJob, type Workload } from './workload';

const SEEDS = 8;

const STRATEGIES: readonly { readonly reuse: Reuse; readonly degree: number }[] = [
  { reuse: 'own', degree: 2 },
  { reuse: 'own', degree: 4 },
  { reuse: 'freshest', degree: 2 },
  { reuse: 'freshest', degree: 4 },
  { reuse: 'extrapolate-1', degree: 2 },
  { reuse: 'extrapolate-1', degree: 4 },
];

type Measure = {
  readonly name: string;
  readonly unit: string;
  readonly of: (made: Buffer, reference: Buffer) => number;
};

const MEASURES: Readonly<Record<'video' | 'audio', readonly Measure[]>> = {
  video: [{ name: 'psnr', unit: 'dB', of: psnr }],
  audio: [
    {
      name: 'log-spectral-distance',
      unit: 'dB',
      of: (made, reference) => spectralDistance(samplesOf(made), samplesOf(reference)),
    },
    {
      name: 'spectral-convergence',
      unit: 'ratio',
      of: (made, reference) => spectralConvergence(samplesOf(made), samplesOf(reference)),
    },
  ],
};

const samplesOf = (bytes: Buffer): Float32Array => new Float32Array(new Uint8Array(bytes).buffer);

/**
 * How near parallel results are to the sequential ones. Slots without a device of their own are evaluated one
 * after the other, which changes no value; the two devices work on different seeds.
 */
export async function measureFidelity(workload: Workload): Promise<Figure[]> {
  const engine = openEngine(workload, 2);
  const measures = MEASURES[workload.mode === 'text-to-audio' ? 'audio' : 'video'];
  const samples = STRATEGIES.map(() => measures.map((): number[] => []));
  try {
    for (let seed = 0; seed < SEEDS; seed += 2) {
      const measured = await Promise.all(
        [0, 1].map((device) => runsOf(engine, workload, seed + device, device)),
      );
      for (const { reference, parallel } of measured) {
        for (const [s, { output }] of parallel.entries()) {
          for (const [m, { of }] of measures.entries()) samples[s]?.[m]?.push(of(output, reference.output));
        }
      }
    }
    return STRATEGIES.flatMap(({ reuse, degree }, s) =>
      measures.map(({ name, unit }, m) =>
        figure(`${workload.mode}/${name}-${reuse}-${degree}`, samples[s]?.[m] ?? [], unit, {
          note: 'to sequential, one sample a seed',
        }),
      ),
    );
  } finally {
    await engine.close();
  }
}

/** What one device makes of a seed: step by step, and by each strategy. */
async function runsOf(engine: Engine, workload: Workload, seed: number, device: number) {
  const request = workload.requestOf(seed);
  const reference = await runJob(engine, workload, request, planOf(workload, 1, 1), 'own', device);
  const parallel: Run[] = [];
  for (const { reuse, degree } of STRATEGIES) {
    parallel.push(await runJob(engine, workload, request, planOf(workload, degree, 1), reuse, device));
  }
  return { reference, parallel };
}
