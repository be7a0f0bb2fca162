import { median, nounOf } from '../../workers/api';
import { type Figure, figure } from './figure';
import { openEngine, planOf, type Run, runJob, type Workload } from './workload';

const PAIRS = 5;

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
  const { mode } = workload;
  const engine = openEngine(workload, 2);
  try {
    const sequential = planOf(workload, 1, 2);
    const parallel = planOf(workload, 2, 2);
    const cold = await runJob(engine, workload, workload.requestOf(0), parallel);

    const rounds = [];
    for (let i = 0; i < PAIRS; i++) {
      const request = workload.requestOf(i);
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
        mode === 'text-to-video' ? 'machine/ceiling2' : `${mode}/ceiling2`,
        rounds.map((round) => round.ceiling),
        'ratio',
        {
          note: 'evaluations of two devices side by side over one alone',
        },
      ),
      figure(
        `${mode}/overhead`,
        rounds.map(({ alone }) => overheadOf(alone)),
        'ratio',
        {
          target: { comparison: '<=', value: 0.03 },
          note: whereOverheadLies(rounds.map(({ alone }) => alone)),
        },
      ),
      figure(`${mode}/speedup2`, speedups, 'ratio', { note: `ideal ${ideal.toFixed(3)}, denoising alone` }),
      figure(
        `${mode}/efficiency2`,
        speedups.map((speedup) => speedup / ((ideal * ceiling) / 2)),
        'ratio',
        {
          target: { comparison: '>=', value: 0.92 },
        },
      ),
      figure(
        `${mode}/bytes2`,
        rounds.map(({ two }) => bytesOf(two, latentsBytes)),
        'ratio',
        {
          target: { comparison: '=', value: 1 },
          note: `${latentsBytes} bytes a latents tensor, and ${median(headers)} bytes of headers an evaluation`,
        },
      ),
      figure(
        `${mode}/evaluation`,
        rounds.map(({ alone }) => median(runMs(alone))),
        'ms',
      ),
      figure(
        `${mode}/${nounOf(mode)}-seconds`,
        [cold, ...rounds.map(({ two }) => two)].map(({ seconds }) => seconds),
        's',
        {
          ...(mode === 'text-to-video' && { target: { comparison: '<' as const, value: 10 } }),
          note: `the whole job; the first, with processes to start, took ${cold.seconds.toFixed(2)} s`,
        },
      ),
      figure(`${mode}/memory-conductor`, [cold.result.memory.conductorPeakBytes / 2 ** 20], 'MiB'),
      figure(`${mode}/memory-worker`, workers, 'MiB'),
    ];
  } finally {
    await engine.close();
  }
}
