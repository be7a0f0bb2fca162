import { z } from 'zod';
import { planSchema } from '../parastep/plan';
import { reuseSchema } from '../parastep/reuse';

/** The published models whose denoising can be rehearsed on virtual devices, without their weights. */
export const workloadNameSchema = z.enum(['svd', 'cogvideox-2b', 'audioldm2-large']);
export type WorkloadName = z.infer<typeof workloadNameSchema>;

/** Denoising alone, with latents of a published model's size, on virtual devices. */
export const rehearsalSchema = z.strictObject({
  id: z.string().min(1).max(128),
  workload: workloadNameSchema,
  plan: planSchema,
  reuse: reuseSchema,
});
export type Rehearsal = z.infer<typeof rehearsalSchema>;

export const rehearsalResultSchema = rehearsalSchema.omit({ id: true }).extend({
  devices: z.array(z.string()),
  denoiseMs: z.number(),
  conductorPeakBytes: z.number(),
});
export type RehearsalResult = z.infer<typeof rehearsalResultSchema>;
