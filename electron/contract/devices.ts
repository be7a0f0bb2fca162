import { z } from 'zod';

export const deviceSchema = z.strictObject({
  /** Such as `cpu:0`; what plans and telemetry name. */
  id: z.string(),
  /** The product's name. */
  name: z.string(),
  kind: z.enum(['cpu']),
  /** Threads that one operator may use. */
  threads: z.int(),
});
export type Device = z.infer<typeof deviceSchema>;
