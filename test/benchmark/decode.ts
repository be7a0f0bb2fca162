import { median } from '../../workers/api';
import { type Figure, figure } from './figure';
import { openEngine, planOf, type Run, runJob, type Workload } from './workload';

const PAIRS = 5;

const decodeMs = ({ result }: Run): number => result.timings.stages.decode ?? Number.NaN;

/**
 * What a second device gains in decoding. The ceiling is measured on the same decoder: two jobs that decode side
 * by side, each on a device of its own, against one alone.
 */
export async function measureDecode(workload: Workload): Promise<Figure[]> {
  const engine = openEngine(workload, 2);
  try {
    // Decoding takes the same time whatever the latents are.
    const hasty = { ...workload, steps: 4, warmup: 1 };
    const request = { ...workload.requestOf(0), steps: hasty.steps };
    const alone = planOf(hasty, 1, 1);
    const two = planOf(hasty, 2, 2);
    await runJob(engine, workload, request, two);
    const rounds = [];
    for (let i = 0; i < PAIRS; i++) {
      const one = decodeMs(await runJob(engine, workload, request, alone));
      const shared = decodeMs(await runJob(engine, workload, request, two));
      const together = await Promise.all(
        [0, 1].map((device) => runJob(engine, workload, request, alone, 'own', device)),
      );
      rounds.push({ speedup: one / shared, ceiling: (2 * one) / median(together.map(decodeMs)) });
    }
    const ceiling = median(rounds.map((round) => round.ceiling));
    return [
      figure(
        `${workload.mode}/decode2`,
        rounds.map(({ speedup }) => speedup / ceiling),
        'ratio',
        { target: { comparison: '>=', value: 0.85 }, note: `of a ceiling of ${ceiling.toFixed(3)}` },
      ),
    ];
  } finally {
    await engine.close();
  }
}
