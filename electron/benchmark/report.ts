/** What a benchmark leaves: every sample, so that whoever reads it can summarise anew. */
import { z } from 'zod';
import { median, planSchema, reuseSchema, workloadNameSchema } from '../../workers/api';

export const machineSchema = z.strictObject({
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
  /** To the sequential clip of the same seed; null where nothing comparable was made. */
  psnr: z.array(z.number()).nullable(),
  ssim: z.array(z.number()).nullable(),
});
export type MeasuredPlan = z.infer<typeof measuredPlanSchema>;

const common = { formatVersion: z.literal(1), createdAt: z.string(), machine: machineSchema };

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

export type Spread = { readonly median: number; readonly least: number; readonly most: number };

export const spreadOf = (samples: readonly number[]): Spread => ({
  median: median(samples),
  least: Math.min(...samples),
  most: Math.max(...samples),
});

/** Speed-up of each seed's run over the sequential run of the same seed, which ran just before it. */
export function speedupsOf({ plans: [sequential] }: PlanReport, { denoiseMs }: MeasuredPlan): number[] {
  return denoiseMs.map((time, i) => (sequential?.denoiseMs[i] ?? Number.NaN) / time);
}
