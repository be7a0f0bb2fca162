import { median, psnr, type Reuse } from '../../workers/api';
import { type Figure, figure } from './figure';
import { openEngine, planOf, type Run, runJob, textToVideoRequest, type Workload } from './workload';

const PAIRS = 5;
const SEEDS = 8;
const MODE = 'text-to-video';

const denoiseMs = ({ result }: Run): number => result.timings.stages.denoise ?? Number.NaN;

/** Milliseconds of each evaluation inside the session's run. */
const runMs = ({ events }: Run): number[] => events.map(({ started, ended }) => ended - started);

/** Share of a sequential job's denoising that is not spent inside the session. */
function overheadOf(run: Run): number {
  const inside = runMs(run).reduce((sum, ms) => sum + ms, 0);
  return (denoiseMs(run) - inside) / denoiseMs(run);
}

/** Milliseconds a step on the way to the session, on the way back, and in the conductor between two evaluations. */
function whereOverheadLies(runs: readonly Run[]): string {
  const events = runs.flatMap((run) => run.events);
  const between = runs.flatMap((run) =>
    run.events.slice(1).map((event, i) => event.dispatched - (run.events[i]?.received ?? Number.NaN)),
  );
  const [down, up, conductor] = [
    events.map(({ dispatched, started }) => started - dispatched),
    events.map(({ ended, received }) => received - ended),
    between,
  ].map((values) => median(values).toFixed(2));
  return `ms a step: ${down} to the session, ${up} back, ${conductor} in the conductor`;
}

/** How much two devices side by side do compared with one alone: 2 if neither slows the other down. */
function ceilingOf(alone: Run, together: readonly [Run, Run]): number {
  const slowed = together.map((run) => median(runMs(run)));
  return (2 * median(runMs(alone))) / median(slowed);
}

/** Latents down and noise up per evaluation, over the design's two latents tensors. */
function bytesOf({ events }: Run, latentsBytes: number): number {
  const parallel = events.filter(({ kind }) => kind === 'parallel');
  const total = parallel.reduce((sum, { bytesDown, bytesUp }) => sum + bytesDown + bytesUp, 0);
  return total / parallel.length / (2 * latentsBytes);
}

/**
 * Speed and traffic on two devices. Sequential and parallel runs alternate, so that a machine whose speed
 * drifts drifts for both.
 */
export async function measureSpeed(workload: Workload): Promise<Figure[]> {
  const engine = openEngine(workload, 2);
  try {
    const sequential = planOf(workload, 1, 2);
    const parallel = planOf(workload, 2, 2);
    const cold = await runJob(engine, workload, textToVideoRequest(workload, 0), parallel);

    const rounds = [];
    for (let i = 0; i < PAIRS; i++) {
      const request = textToVideoRequest(workload, i);
      const alone = await runJob(engine, workload, request, sequential);
      const two = await runJob(engine, workload, request, parallel);
      const together = await Promise.all([
        runJob(engine, workload, request, sequential, 'own', 0),
        runJob(engine, workload, request, sequential, 'own', 1),
      ]);
      rounds.push({ alone, two, ceiling: ceilingOf(alone, together) });
    }

    const ideal = workload.steps / (workload.warmup + Math.ceil((workload.steps - workload.warmup) / 2));
    const speedups = rounds.map(({ alone, two }) => denoiseMs(alone) / denoiseMs(two));
    const ceiling = median(rounds.map((round) => round.ceiling));
    const latentsBytes = cold.events[0]?.bytesUp ?? Number.NaN;
    const headers = cold.events.map(({ headerBytes }) => headerBytes);
    const workers = cold.result.memory.devices.map(({ peakResidentBytes }) => peakResidentBytes / 2 ** 20);
    return [
      figure(
        'machine/ceiling2',
        rounds.map((round) => round.ceiling),
        'ratio',
        {
          note: 'evaluations of two devices side by side over one alone',
        },
      ),
      figure(
        `${MODE}/overhead`,
        rounds.map(({ alone }) => overheadOf(alone)),
        'ratio',
        {
          target: { comparison: '<=', value: 0.03 },
          note: whereOverheadLies(rounds.map(({ alone }) => alone)),
        },
      ),
      figure(`${MODE}/speedup2`, speedups, 'ratio', { note: `ideal ${ideal.toFixed(3)}, denoising alone` }),
      figure(
        `${MODE}/efficiency2`,
        speedups.map((speedup) => speedup / ((ideal * ceiling) / 2)),
        'ratio',
        {
          target: { comparison: '>=', value: 0.92 },
        },
      ),
      figure(
        `${MODE}/bytes2`,
        rounds.map(({ two }) => bytesOf(two, latentsBytes)),
        'ratio',
        {
          target: { comparison: '=', value: 1 },
          note: `${latentsBytes} bytes a latents tensor, and ${median(headers)} bytes of headers an evaluation`,
        },
      ),
      figure(
        `${MODE}/evaluation`,
        rounds.map(({ alone }) => median(runMs(alone))),
        'ms',
      ),
      figure(
        `${MODE}/clip-seconds`,
        [cold, ...rounds.map(({ two }) => two)].map(({ seconds }) => seconds),
        's',
        {
          target: { comparison: '<', value: 10 },
          note: `the whole job; the first, with processes to start, took ${cold.seconds.toFixed(2)} s`,
        },
      ),
      figure(`${MODE}/memory-conductor`, [cold.result.memory.conductorPeakBytes / 2 ** 20], 'MiB'),
      figure(`${MODE}/memory-worker`, workers, 'MiB'),
    ];
  } finally {
    await engine.close();
  }
}

const STRATEGIES: readonly { readonly reuse: Reuse; readonly degree: number }[] = [
  { reuse: 'own', degree: 2 },
  { reuse: 'own', degree: 4 },
  { reuse: 'freshest', degree: 2 },
  { reuse: 'freshest', degree: 4 },
  { reuse: 'extrapolate-1', degree: 2 },
  { reuse: 'extrapolate-1', degree: 4 },
];

/**
 * PSNR of the parallel clips to the sequential ones. Slots without a device of their own are evaluated one
 * after the other, which changes no value; the two devices work on different seeds.
 */
export async function measureFidelity(workload: Workload): Promise<Figure[]> {
  const engine = openEngine(workload, 2);
  const samples = STRATEGIES.map((): number[] => []);
  const measureSeed = async (seed: number, device: number): Promise<void> => {
    const request = textToVideoRequest(workload, seed);
    const reference = await runJob(engine, workload, request, planOf(workload, 1, 1), 'own', device);
    for (const [i, { reuse, degree }] of STRATEGIES.entries()) {
      const { frames } = await runJob(engine, workload, request, planOf(workload, degree, 1), reuse, device);
      samples[i]?.push(psnr(frames, reference.frames));
    }
  };
  try {
    for (let seed = 0; seed < SEEDS; seed += 2) {
      await Promise.all([measureSeed(seed, 0), measureSeed(seed + 1, 1)]);
    }
    return STRATEGIES.map(({ reuse, degree }, i) =>
      figure(`${MODE}/psnr-${reuse}-${degree}`, samples[i] ?? [], 'dB', {
        note: 'to sequential, one sample a seed',
      }),
    );
  } finally {
    await engine.close();
  }
}
