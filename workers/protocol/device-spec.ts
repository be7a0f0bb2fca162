/** What a device is, by who computes on it. */
import { z } from 'zod';

const idOf = (provider: string) => z.string().regex(new RegExp(`^${provider}:\\d{1,3}$`));

export const cpuSpecSchema = z.strictObject({
  /** Such as `cpu:0`. */
  id: idOf('cpu'),
  provider: z.literal('cpu'),
  /** Threads that one operator may use. */
  threads: z.int().min(1).max(1024),
});

export type CpuSpec = z.infer<typeof cpuSpecSchema>;

/** What a virtual device takes time for. Encoders and decoders take none; their data travels all the same. */
export const virtualModelSchema = z.strictObject({
  /** One evaluation of the denoiser, all guidance branches, at speed 1. */
  evaluationMs: z.number().min(0).max(3_600_000),
  /** 2 is twice as fast. */
  speed: z.number().min(0.01).max(100),
  /** The link to the host, each way: what a message takes, and what its bytes take on top. */
  latencyMs: z.number().min(0).max(10_000),
  gigabytesPerSecond: z.number().min(0.001).max(10_000),
});
export type VirtualModel = z.infer<typeof virtualModelSchema>;

/** Computes nothing: it takes the time that a device would take, and answers with made-up data of the right size. */
export const virtualSpecSchema = z.strictObject({
  /** Such as `virtual:0`; the name says everywhere that the device is none. */
  id: idOf('virtual'),
  provider: z.literal('virtual'),
  model: virtualModelSchema,
});
export type VirtualSpec = z.infer<typeof virtualSpecSchema>;

export const deviceSpecSchema = z.discriminatedUnion('provider', [cpuSpecSchema, virtualSpecSchema]);
export type DeviceSpec = z.infer<typeof deviceSpecSchema>;

/** Whether a device of this name only models its work. */
export const isVirtual = (id: string): boolean => id.startsWith('virtual:');
