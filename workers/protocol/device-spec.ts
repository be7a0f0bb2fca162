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

/** Which of the system's adapters of one kind, in the order in which the provider's own interface counts them. */
const adapterSchema = z.int().min(0).max(99);

/** An NVIDIA card by CUDA's number. */
export const cudaSpecSchema = z.strictObject({
  id: idOf('cuda'),
  provider: z.literal('cuda'),
  adapter: adapterSchema,
});

/** A graphics card by DirectX's number (DirectML). */
export const dmlSpecSchema = z.strictObject({
  id: idOf('dml'),
  provider: z.literal('dml'),
  adapter: adapterSchema,
});

/** Apple's CoreML: the system alone decides between graphics processor, neural engine and processor. */
export const coreMlSpecSchema = z.strictObject({ id: z.literal('coreml:0'), provider: z.literal('coreml') });

/** The graphics card that WebGPU calls the fast one; there is no way to ask for another. */
export const webGpuSpecSchema = z.strictObject({ id: z.literal('webgpu:0'), provider: z.literal('webgpu') });

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

export const deviceSpecSchema = z.discriminatedUnion('provider', [
  cpuSpecSchema,
  cudaSpecSchema,
  dmlSpecSchema,
  coreMlSpecSchema,
  webGpuSpecSchema,
  virtualSpecSchema,
]);
export type DeviceSpec = z.infer<typeof deviceSpecSchema>;

/** A device that ONNX Runtime computes on. */
export type ComputingSpec = Exclude<DeviceSpec, VirtualSpec>;
/** One that is no processor. */
export type AcceleratorSpec = Exclude<ComputingSpec, CpuSpec>;
export type Accelerator = AcceleratorSpec['provider'];
export const ACCELERATORS = ['cuda', 'dml', 'coreml', 'webgpu'] as const satisfies readonly Accelerator[];

/** Whether a device of this name only models its work. */
export const isVirtual = (id: string): boolean => id.startsWith('virtual:');
