import { z } from 'zod';

/** How long the conductor waits for each kind of answer, in milliseconds, before it gives the device up. */
export const deadlinesSchema = z.strictObject({
  /** Until the connection stands; a device that is still busy may take `runMs` to say hello on it. */
  connectMs: z.number().positive(),
  loadMs: z.number().positive(),
  runMs: z.number().positive(),
  /** For a device's first evaluation of each number of slots. */
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
