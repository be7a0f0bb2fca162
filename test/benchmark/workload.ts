import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Bundle,
  Engine,
  type EvaluationEvent,
  type GenerationKind,
  type GenerationRequest,
  type JobResult,
  makePlan,
  type NodeProcessHost,
  openBundle,
  type Plan,
  type Reuse,
} from '../../workers/api';
import { cpuDevices } from '../../workers/host/cpu-devices';
import type { CpuSpec } from '../../workers/protocol/device-spec';
import { benchmarkProcesses } from './programs';
import { defaultRequest, modeOf, placePicture } from './requests';

/** What every figure of a mode is measured on: the bundled model at its default request. */
export type Workload = {
  readonly mode: GenerationKind;
  readonly bundle: Bundle;
  readonly requestOf: (seed: number) => GenerationRequest;
  readonly steps: number;
  readonly warmup: number;
  readonly processes: NodeProcessHost;
};

export type Run = {
  readonly result: JobResult;
  readonly events: readonly EvaluationEvent[];
  /** The media file's bytes. */
  readonly output: Buffer;
  /** Wall time of the whole job as its caller sees it, processes started for it included. */
  readonly seconds: number;
};

export async function openWorkload(folder: string): Promise<Workload> {
  const bundle = await openBundle(folder);
  const mode = await modeOf(bundle);
  return {
    mode,
    bundle,
    requestOf: (seed) => defaultRequest(mode, bundle, seed),
    steps: Number(bundle.manifest.defaults['steps']),
    warmup: bundle.manifest.parastep.warmup,
    processes: benchmarkProcesses(),
  };
}

/** A CPU device that has the cores that each of two devices would have. */
export function deviceSpec(): CpuSpec {
  const [spec] = cpuDevices(2);
  if (spec === undefined) throw new RangeError('No CPU device.');
  return spec;
}

/** An engine with `count` CPU devices that share the cores as two devices would. */
export function openEngine({ processes }: Workload, count: number): Engine {
  const spec = deviceSpec();
  const devices = Array.from({ length: count }, (_, i) => ({ ...spec, id: `cpu:${i}` }));
  return new Engine({ processes, devices });
}

/** The plan of a degree, on as many of the given devices as it can use. */
export function planOf({ steps, warmup }: Workload, degree: number, devices: number): Plan {
  return makePlan({
    steps,
    degree,
    warmup: degree > 1 ? warmup : 0,
    cooldown: 0,
    devices: Math.min(degree, devices),
  });
}

/** Runs one job to its end and reads back what it left. */
export async function runJob(
  engine: Engine,
  { bundle }: Workload,
  request: GenerationRequest,
  plan: Plan,
  reuse: Reuse = 'own',
  firstDevice = 0,
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'parastep-bench-'));
  try {
    await placePicture(request, folder);
    const devices = Array.from({ length: plan.devices }, (_, i) => `cpu:${firstDevice + i}`);
    const events: EvaluationEvent[] = [];
    const started = performance.now();
    const job = { id: randomUUID(), bundle: bundle.folder, request, plan, reuse, outputFolder: folder };
    const result = await engine.start(job, devices, (event) => {
      if (event.type === 'evaluations') events.push(...event.events);
    }).result;
    const seconds = (performance.now() - started) / 1000;
    return { result, events, output: await readFile(join(folder, result.media.file)), seconds };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
