import { z } from 'zod';
import { ACCELERATORS, virtualModelSchema } from '../../workers/protocol/device-spec';

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
  /** A graphics card or the like, by what ONNX Runtime computes on it with. */
  z.strictObject({
    ...common,
    kind: z.literal('accelerator'),
    provider: z.enum(ACCELERATORS),
    /** Why it cannot be used, as a sentence that says what to do; null if it can. */
    problem: z.string().nullable(),
  }),
  /** Computes nothing; for planning and teaching. */
  z.strictObject({ ...common, kind: z.literal('virtual'), model: virtualModelSchema }),
]);
export type Device = z.infer<typeof deviceSchema>;

/** The way between a job and a device's process. */
export const linkSchema = z.strictObject({
  /** What a message without data takes, one way. */
  latencyMs: z.number(),
  /** What data takes on top, one way. */
  gigabytesPerSecond: z.number(),
  /** Whether that is what a virtual device models, and nothing was measured. */
  modelled: z.boolean(),
});
export type Link = z.infer<typeof linkSchema>;

export const MAX_VIRTUAL_DEVICES = 16;

/** Whether jobs can run on it. */
export const isUsable = (device: Device): boolean => device.kind !== 'accelerator' || device.problem === null;
