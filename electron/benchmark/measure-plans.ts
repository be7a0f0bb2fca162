import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Engine,
  type GenerationRequest,
  idealSpeedup,
  isVirtual,
  type JobEvent,
  type JobResult,
  type Media,
  psnr,
  StudioError,
  spectralDistance,
  ssim,
} from '../../workers/api';
import { type MeasuredPlan, type PlanReport, planName } from '../contract/benchmark';
import { describeMachine } from './machine';
import type { PlanToMeasure } from './plans-to-measure';
import { type RunProgress, RunTeller } from './run-teller';

export type MeasureOptions = {
  readonly engine: Engine;
  readonly model: { readonly folder: string; readonly title: string };
  /** The sequential one first: the others are compared with it. */
  readonly plans: readonly PlanToMeasure[];
  readonly seeds: readonly number[];
  readonly requestOf: (seed: number) => GenerationRequest;
  /** Puts the files that a request names into the folder of a job. */
  readonly placeInputs?: (request: GenerationRequest, folder: string) => Promise<void>;
  /** Called at each run's beginning, and as it goes on. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Called with what each plan has made with the first seed, while the file is still there. */
  readonly keepOutput?: (plan: number, media: Media, folder: string) => Promise<void>;
  readonly signal?: AbortSignal;
};

/**
 * Runs every plan with every seed. The plans of one seed follow each other, so that a machine whose speed drifts
 * drifts for all; each plan runs once before, so that no sample pays for starting processes and loading the model.
 */
export async function measurePlans(options: MeasureOptions): Promise<PlanReport> {
  const { model, plans, seeds, requestOf, onProgress, signal } = options;
  const [firstSeed] = seeds;
  if (firstSeed === undefined) throw new StudioError('bad-request', 'A benchmark needs at least one seed.');
  const measured = plans.map(emptyFor);
  const rounds = plans.map(({ plan }) => plan.steps / idealSpeedup(plan));
  const teller = new RunTeller(
    [firstSeed, ...seeds].flatMap(() => rounds),
    onProgress,
  );
  const next = (i: number, seed: number, use: Use): Promise<Sample> => {
    signal?.throwIfAborted();
    const plan = plans[i] as PlanToMeasure;
    teller.begin(planName({ ...plan, devices: [...plan.devices] }));
    return runOnce(options, {
      plan,
      request: oneVariant(requestOf(seed)),
      use,
      within: (part) => teller.within(part),
    });
  };
  for (const i of plans.keys()) await next(i, firstSeed, async () => undefined);
  for (const seed of seeds) {
    let reference: Sample | undefined;
    for (const i of plans.keys()) {
      const sample = await next(i, seed, async (media, folder) => {
        if (seed === firstSeed) await options.keepOutput?.(i, media, folder);
      });
      note(measured[i] as MeasuredPlan, sample, reference);
      reference ??= sample;
    }
  }
  return {
    formatVersion: 1,
    kind: 'plans',
    createdAt: new Date().toISOString(),
    machine: describeMachine(),
    model: model.title,
    steps: plans[0]?.plan.steps ?? 0,
    seeds: [...seeds],
    plans: measured,
  };
}

/** Ranking could put another variant first, and then unlike ones would be compared. */
const oneVariant = (request: GenerationRequest): GenerationRequest =>
  request.kind === 'text-to-audio' ? { ...request, waveforms: 1 } : request;

const emptyFor = ({ plan, reuse, devices }: PlanToMeasure): MeasuredPlan => ({
  plan,
  reuse,
  devices: [...devices],
  idealSpeedup: idealSpeedup(plan),
  denoiseMs: [],
  totalMs: [],
  bytes: [],
  psnr: [],
  ssim: [],
  spectralDistance: [],
});

/** What becomes of a run's output before its folder goes. */
type Use = (media: Media, folder: string) => Promise<void>;

type Run = {
  readonly plan: PlanToMeasure;
  readonly request: GenerationRequest;
  readonly use: Use;
  readonly within: (part: number) => void;
};

type Sample = {
  readonly result: JobResult;
  readonly bytes: number;
  /** What was made; undefined where virtual devices made it up. */
  readonly output: Buffer | undefined;
};

async function runOnce(
  { engine, model, placeInputs, signal }: MeasureOptions,
  { plan: { plan, reuse, devices }, request, use, within }: Run,
): Promise<Sample> {
  const outputFolder = await mkdtemp(join(tmpdir(), 'parastep-benchmark-'));
  try {
    await placeInputs?.(request, outputFolder);
    let bytes = 0;
    const onEvent = (event: JobEvent): void => {
      if (event.type === 'progress' && event.stage === 'denoise') within(event.done / event.total);
      if (event.type !== 'evaluations') return;
      for (const { bytesDown, bytesUp, headerBytes } of event.events)
        bytes += bytesDown + bytesUp + headerBytes;
    };
    const job = { id: randomUUID(), bundle: model.folder, request, plan, reuse, outputFolder };
    const running = engine.start(job, devices, onEvent);
    const cancel = (): void => running.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const result = await running.result.finally(() => signal?.removeEventListener('abort', cancel));
    const output = devices.some(isVirtual)
      ? undefined
      : await readFile(join(outputFolder, result.media.file));
    if (output !== undefined) await use(result.media, outputFolder);
    return { result, bytes, output };
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}

/** The reference itself is compared with nothing. */
function note(
  measured: MeasuredPlan,
  { result, bytes, output }: Sample,
  reference: Sample | undefined,
): void {
  measured.denoiseMs.push(result.timings.stages.denoise ?? 0);
  measured.totalMs.push(result.timings.total);
  measured.bytes.push(bytes);
  const near =
    output === undefined || reference?.output === undefined
      ? NOTHING_COMPARABLE
      : nearness(result.media, output, reference.output);
  for (const measure of ['psnr', 'ssim', 'spectralDistance'] as const) {
    const value = near[measure];
    if (value === null) measured[measure] = null;
    else measured[measure]?.push(value);
  }
}

type Nearness = Readonly<Record<'psnr' | 'ssim' | 'spectralDistance', number | null>>;

const NOTHING_COMPARABLE: Nearness = { psnr: null, ssim: null, spectralDistance: null };

function nearness(media: Media, output: Buffer, reference: Buffer): Nearness {
  switch (media.kind) {
    case 'video':
      return { psnr: psnr(output, reference), ssim: ssim(output, reference, media), spectralDistance: null };
    case 'audio': {
      const [a, b] = [floatsOf(output), floatsOf(reference)];
      return { psnr: null, ssim: null, spectralDistance: spectralDistance(a, b) };
    }
  }
}

const floatsOf = (file: Buffer): Float32Array => new Float32Array(new Uint8Array(file).buffer);
