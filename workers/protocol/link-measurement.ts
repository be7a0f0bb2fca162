import { z } from 'zod';

/** The way between a job and a device's process, as a job uses it. */
export const linkMeasurementSchema = z.strictObject({
  device: z.string(),
  /** What a message without data takes, one way. */
  latencyMs: z.number().min(0),
  /** What data takes on top, one way. */
  gigabytesPerSecond: z.number().positive(),
});
export type LinkMeasurement = z.infer<typeof linkMeasurementSchema>;
