/** Host ↔ device worker: start it, learn where it listens. Everything else goes over its lanes. */
import { z } from 'zod';
import { deviceSpecSchema } from './device-spec';
import { errorValueSchema } from './errors';

export const workerStartSchema = z.strictObject({
  type: z.literal('start'),
  device: deviceSpecSchema,
  /** The local socket to listen at. */
  address: z.string().min(1),
  /** What a client must say first. */
  token: z.string().min(16),
});
export type WorkerStart = z.infer<typeof workerStartSchema>;

export const workerEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('listening') }),
  z.strictObject({ type: z.literal('failed'), error: errorValueSchema }),
]);
export type WorkerEvent = z.infer<typeof workerEventSchema>;
