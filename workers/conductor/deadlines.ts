import { z } from 'zod';

/** How long the conductor waits for each kind of answer, in milliseconds, before it gives the device up. */
export const deadlinesSchema = z.strictObject({
  connectMs: z.number().positive(),
  loadMs: z.number().positive(),
  runMs: z.number().positive(),
  firstEvaluationMs: z.number().positive(),
  leastEvaluationMs: z.number().positive(),
  /** Times the slowest evaluation so far. */
  evaluationFactor: z.number().min(1),
});
export type Deadlines = z.infer<typeof deadlinesSchema>;

export const DEFAULT_DEADLINES: Deadlines = {
  connectMs: 10_000,
  loadMs: 300_000,
  runMs: 600_000,
  firstEvaluationMs: 300_000,
  leastEvaluationMs: 5_000,
  evaluationFactor: 10,
};
