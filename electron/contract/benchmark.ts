/** What a benchmark leaves: every sample, so that whoever reads it can summarise anew. */
import { z } from 'zod';
import { EQUAL_DB } from '../../workers/measure/psnr';
import { largestBatch, planSchema } from '../../workers/parastep/plan';
import { reuseSchema } from '../../workers/parastep/reuse';
import { generationRequestSchema } from '../../workers/pipelines/request';
import { workloadNameSchema } from '../../workers/protocol/rehearsal';
import { median } from '../../workers/telemetry/statistics';
import { shownMediaSchema } from './library';

export const measuredOnSchema = z.strictObject({
  processor: z.string(),
  cores: z.int(),
  memoryGiB: z.number(),
  platform: z.string(),
});

/** One way to spread the steps, with one sample per seed. */
export const measuredPlanSchema = z.strictObject({
  plan: planSchema,
  reuse: reuseSchema,
  devices: z.array(z.string()),
  idealSpeedup: z.number(),
  denoiseMs: z.array(z.number()).min(1),
  totalMs: z.array(z.number()).min(1),
  /** Over all lanes, both ways, headers included. */
  bytes: z.array(z.int()).min(1),
  /** To the sequential result of the same seed, and so are the next two; null for that one, and where virtual devices made it up. */
  psnr: z.array(z.number()).nullable(),
  ssim: z.array(z.number()).nullable(),
  /** Log-spectral distance in dB, of sounds. */
  spectralDistance: z.array(z.number()).nullable().default(null),
});
export type MeasuredPlan = z.infer<typeof measuredPlanSchema>;

const common = { formatVersion: z.literal(1), createdAt: z.string(), machine: measuredOnSchema };

export const planReportSchema = z.strictObject({
  ...common,
  kind: z.literal('plans'),
  model: z.string(),
  steps: z.int(),
  seeds: z.array(z.int()).min(1),
  /** The sequential one first. */
  plans: z.array(measuredPlanSchema).min(1),
});
export type PlanReport = z.infer<typeof planReportSchema>;

export const rehearsedSchema = z.strictObject({
  workload: workloadNameSchema,
  degree: z.int(),
  idealSpeedup: z.number(),
  denoiseMs: z.number(),
  speedup: z.number(),
});
export type Rehearsed = z.infer<typeof rehearsedSchema>;

export const paperReportSchema = z.strictObject({
  ...common,
  kind: z.literal('paper'),
  /** What an evaluation takes on every virtual device. */
  stepMs: z.number(),
  gigabytesPerSecond: z.number(),
  rows: z.array(rehearsedSchema),
});
export type PaperReport = z.infer<typeof paperReportSchema>;

export const reportSchema = z.discriminatedUnion('kind', [planReportSchema, paperReportSchema]);
export type BenchmarkReport = z.infer<typeof reportSchema>;

export type SampleSpread = { readonly median: number; readonly least: number; readonly most: number };

export const spreadOf = (samples: readonly number[]): SampleSpread => ({
  median: median(samples),
  least: Math.min(...samples),
  most: Math.max(...samples),
});

/** Speed-up of each seed's run over the sequential run of the same seed, which ran just before it. */
export function speedupsOf({ plans: [sequential] }: PlanReport, { denoiseMs }: MeasuredPlan): number[] {
  return denoiseMs.map((time, i) => (sequential?.denoiseMs[i] ?? Number.NaN) / time);
}

/** PSNR for people: `41.3 dB`, or that there is no difference. */
export const psnrText = (value: number): string => (value >= EQUAL_DB ? 'equal' : `${value.toFixed(1)} dB`);

/** `degree 2 on 2 devices, warm-up 8, own`: how plans are told apart, in one report and from one to the next. */
export function planName({ plan, reuse, devices }: Pick<MeasuredPlan, 'plan' | 'reuse' | 'devices'>): string {
  if (plan.degree === 1) return `sequential on ${devices[0] ?? ''}`;
  const on = devices.length === 1 ? '1 device' : `${devices.length} devices`;
  const batch = largestBatch(plan);
  const details = [
    ...(batch > 1 ? [`${batch} in a run`] : []),
    `warm-up ${plan.warmup}`,
    ...(plan.cooldown > 0 ? [`cool-down ${plan.cooldown}`] : []),
    reuse,
  ];
  return `degree ${plan.degree} on ${on}, ${details.join(', ')}`;
}

/** How the median time of a plan stands to that of the same plan in an earlier report. */
export type PlanChange = {
  readonly name: string;
  readonly denoiseMs: number;
  /** Null where the earlier report has no such plan. */
  readonly earlierMs: number | null;
  /** 0.1 is a tenth slower. */
  readonly change: number | null;
};

export function changesOf(now: PlanReport, before: PlanReport): PlanChange[] {
  return now.plans.map((measured) => {
    const name = planName(measured);
    const denoiseMs = median(measured.denoiseMs);
    const earlier = before.plans.find((other) => planName(other) === name);
    if (earlier === undefined) return { name, denoiseMs, earlierMs: null, change: null };
    const earlierMs = median(earlier.denoiseMs);
    return { name, denoiseMs, earlierMs, change: denoiseMs / earlierMs - 1 };
  });
}

const degreesSchema = z.array(z.int().min(1).max(64)).max(64);

/** What the window asks to be measured. */
export const benchmarkOrderSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('plans'),
    model: z.string().min(1).max(64),
    /** With the first seed; the others follow it. */
    request: generationRequestSchema,
    seeds: z.int().min(1).max(100),
    /** In the order in which slots are dealt to them. */
    devices: z.array(z.string().min(1).max(64)).min(1).max(64),
    warmup: z.int().min(0).max(1000),
    cooldown: z.int().min(0).max(1000),
    /** Numbers of devices at work at the same time, beside sequential, which is always measured. */
    degrees: degreesSchema,
    /** Steps that a device predicts in one run. */
    batches: z.array(z.int().min(1).max(64)).min(1).max(64),
    reuses: z.array(reuseSchema).min(1).max(reuseSchema.options.length),
  }),
  z.strictObject({
    kind: z.literal('paper'),
    /** What an evaluation takes on every virtual device. */
    stepMs: z.number().min(0.1).max(60_000),
    degrees: degreesSchema,
  }),
]);
export type BenchmarkOrder = z.infer<typeof benchmarkOrderSchema>;

/** The benchmark that runs. */
export const benchmarkProgressSchema = z.strictObject({
  kind: z.enum(['plans', 'paper']),
  title: z.string(),
  /** The run that is under way, from 0, of how many, and what it measures. */
  run: z.int(),
  runs: z.int(),
  what: z.string(),
  /** Of the whole benchmark, 0 to 1. */
  share: z.number(),
  secondsLeft: z.number().nullable(),
});
export type BenchmarkProgress = z.infer<typeof benchmarkProgressSchema>;

export const benchmarkStateSchema = z.strictObject({
  running: benchmarkProgressSchema.nullable(),
  /** How the last one of this start of the app ended: its report, or a sentence; neither if it was stopped. */
  ended: z.strictObject({ report: z.string().nullable(), problem: z.string().nullable() }).nullable(),
});
export type BenchmarkState = z.infer<typeof benchmarkStateSchema>;

export const savedBenchmarkSchema = z.strictObject({
  id: z.string(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  kind: z.enum(['plans', 'paper']),
  title: z.string(),
  /** What was measured, in a line. */
  detail: z.string(),
});
export type SavedBenchmark = z.infer<typeof savedBenchmarkSchema>;

export const workloadFactsSchema = z.strictObject({
  workload: workloadNameSchema,
  title: z.string(),
  steps: z.int(),
  warmup: z.int(),
  /** What the paper reports, end to end on real devices. */
  paperSpeedup: z.number(),
});
export type WorkloadFacts = z.infer<typeof workloadFactsSchema>;

export const shownBenchmarkSchema = z.strictObject({
  id: z.string(),
  report: reportSchema,
  /** What each plan made with the first seed; null where that was not kept, or was made up by virtual devices. */
  outputs: z.array(shownMediaSchema.nullable()),
  /** The workloads of the paper, for a report of them. */
  workloads: z.array(workloadFactsSchema),
});
export type ShownBenchmark = z.infer<typeof shownBenchmarkSchema>;
