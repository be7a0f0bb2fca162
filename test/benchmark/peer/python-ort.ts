import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, figure } from '../figure';
import { deviceSpec, openEngine, planOf, runJob, type Workload } from '../workload';
import { findPython, PythonLoop } from './python-loop';
import { writeLoop } from './write-loop';

const PAIRS = 5;

/**
 * Largest difference of the latents at the end, in parts of the largest: operators that add in another order, fed
 * back over all steps. Another schedule, guidance or prompt is off by a hundred times as much.
 */
const SAME_WORK = 2e-3;

/**
 * A sequential job's denoising, processes, transport and telemetry included, over the same loop in Python: the same
 * graph, inputs and threads, by turns.
 */
export async function measurePythonPeer(workload: Workload): Promise<Figure[]> {
  const python = await findPython();
  const spec = deviceSpec();
  const folder = await mkdtemp(join(tmpdir(), 'parastep-peer-'));
  const engine = openEngine(workload, 1);
  let peer: PythonLoop | undefined;
  try {
    await writeLoop(workload, spec, folder);
    peer = new PythonLoop(python, folder);
    const ours = async (): Promise<number> => {
      const { result } = await runJob(engine, workload, workload.requestOf(0), planOf(workload, 1, 1));
      return (result.timings.stages.denoise ?? Number.NaN) / 1000;
    };
    await ours();
    const first = await peer.run();
    if (!(first.difference <= SAME_WORK)) {
      throw new Error(`Python's latents are off by ${first.difference}: the loops differ.`);
    }
    const rounds = [];
    for (let i = 0; i < PAIRS; i++) rounds.push({ own: await ours(), peer: (await peer.run()).seconds });
    const suffix = workload.mode === 'text-to-video' ? '' : `-${workload.mode}`;
    const fastest = (samples: readonly number[]): string =>
      ((Math.min(...samples) / workload.steps) * 1000).toFixed(2);
    const [own, peers] = [rounds.map((round) => round.own), rounds.map((round) => round.peer)];
    return [
      figure(
        `peer/python-ort${suffix}`,
        rounds.map((round) => round.own / round.peer),
        'ratio',
        {
          target: { comparison: '<=', value: 1.02 },
          note:
            `${spec.threads} thread(s), fastest ms a step ${fastest(own)}, Python's ${fastest(peers)} ` +
            `(ONNX Runtime ${python.onnxRuntime}), latents equal to ${first.difference.toExponential(0)}`,
        },
      ),
    ];
  } finally {
    await peer?.close();
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}
