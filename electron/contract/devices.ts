import { z } from 'zod';
import { virtualModelSchema } from '../../workers/protocol/device-spec';

const common = {
  /** Such as `cpu:0`; what plans and telemetry name. */
  id: z.string(),
  /** The product's name. */
  name: z.string(),
};

export const deviceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('cpu'),
    /** Threads that one operator may use. */
    threads: z.int(),
  }),
  /** Computes nothing; for planning and teaching. */
  z.strictObject({ ...common, kind: z.literal('virtual'), model: virtualModelSchema }),
]);
export type Device = z.infer<typeof deviceSchema>;

export const MAX_VIRTUAL_DEVICES = 16;
