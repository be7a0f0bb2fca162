import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Bundle,
  type Engine,
  type GenerationRequest,
  idealSpeedup,
  isVirtual,
  type JobResult,
  type Plan,
  psnr,
  type Reuse,
  StudioError,
  ssim,
} from '../../workers/api';
import { describeMachine } from './machine';
import type { MeasuredPlan, PlanReport } from './report';

export type PlanToMeasure = {
  readonly plan: Plan;
  readonly reuse: Reuse;
  readonly devices: readonly string[];
};

export type MeasureOptions = {
  readonly engine: Engine;
  readonly bundle: Bundle;
  /** The sequential one first: the others are compared with it. */
  readonly plans: readonly PlanToMeasure[];
  readonly seeds: readonly number[];
  readonly requestOf: (seed: number) => GenerationRequest;
  /** Called before each run. */
  readonly onRun?: (run: number, runs: number, plan: PlanToMeasure) => void;
  readonly signal?: AbortSignal;
};

/**
 * Runs every plan with every seed. The plans of one seed follow each other, so that a machine whose speed drifts
 * drifts for all; each plan runs once before, so that no sample pays for starting processes and loading the model.
 */
export async function measurePlans(options: MeasureOptions): Promise<PlanReport> {
  const { bundle, plans, seeds, requestOf, onRun, signal } = options;
  const [firstSeed] = seeds;
  if (firstSeed === undefined) throw new StudioError('bad-request', 'A benchmark needs at least one seed.');
  const measured = plans.map(emptyFor);
  const runs = plans.length * (seeds.length + 1);
  let run = 0;
  const next = async (plan: PlanToMeasure, seed: number): Promise<Sample> => {
    signal?.throwIfAborted();
    onRun?.(run++, runs, plan);
    return runOnce(options, plan, requestOf(seed));
  };
  for (const plan of plans) await next(plan, firstSeed);
  for (const seed of seeds) {
    let reference: Sample | undefined;
    for (const [i, plan] of plans.entries()) {
      const sample = await next(plan, seed);
      reference ??= sample;
      note(measured[i] as MeasuredPlan, sample, reference);
    }
  }
  return {
    formatVersion: 1,
    kind: 'plans',
    createdAt: new Date().toISOString(),
    machine: describeMachine(),
    model: bundle.manifest.title,
    steps: plans[0]?.plan.steps ?? 0,
    seeds: [...seeds],
    plans: measured,
  };
}

const emptyFor = ({ plan, reuse, devices }: PlanToMeasure): MeasuredPlan => ({
  plan,
  reuse,
  devices: [...devices],
  idealSpeedup: idealSpeedup(plan),
  denoiseMs: [],
  totalMs: [],
  bytes: [],
  // What a virtual device makes is made up.
  psnr: devices.some(isVirtual) ? null : [],
  ssim: devices.some(isVirtual) ? null : [],
});

type Sample = {
  readonly result: JobResult;
  readonly bytes: number;
  /** RGB bytes of a clip; undefined for other media. */
  readonly frames: Uint8Array | undefined;
};

async function runOnce(
  { engine, bundle, signal }: MeasureOptions,
  { plan, reuse, devices }: PlanToMeasure,
  request: GenerationRequest,
): Promise<Sample> {
  const folder = await mkdtemp(join(tmpdir(), 'parastep-benchmark-'));
  try {
    let bytes = 0;
    const job = { id: randomUUID(), bundle: bundle.folder, request, plan, reuse, outputFolder: folder };
    const running = engine.start(job, devices, (event) => {
      if (event.type !== 'evaluations') return;
      for (const { bytesDown, bytesUp, headerBytes } of event.events)
        bytes += bytesDown + bytesUp + headerBytes;
    });
    const cancel = (): void => running.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const result = await running.result.finally(() => signal?.removeEventListener('abort', cancel));
    const { media } = result;
    const frames = media.kind === 'video' ? await readFile(join(folder, media.file)) : undefined;
    return { result, bytes, frames };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function note(measured: MeasuredPlan, { result, bytes, frames }: Sample, reference: Sample): void {
  measured.denoiseMs.push(result.timings.stages.denoise ?? 0);
  measured.totalMs.push(result.timings.total);
  measured.bytes.push(bytes);
  const { media } = result;
  if (frames === undefined || reference.frames === undefined || media.kind !== 'video') {
    measured.psnr = null;
    measured.ssim = null;
    return;
  }
  measured.psnr?.push(psnr(frames, reference.frames));
  measured.ssim?.push(ssim(frames, reference.frames, media));
}
