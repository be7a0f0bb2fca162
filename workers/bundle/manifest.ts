import { z } from 'zod';

/** `parastep.json`, the manifest that makes a folder of ONNX graphs a model bundle. */
export const MANIFEST_FILE = 'parastep.json';
export const FORMAT_VERSION = 1;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A relative POSIX path that stays inside the bundle. */
export const bundlePathSchema = z
  .string()
  .min(1)
  .max(512)
  .refine(
    (path) =>
      !path.startsWith('/') &&
      !/[\\:\0]/.test(path) &&
      path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'must be a plain relative path inside the bundle',
  );

export const elementTypeSchema = z.enum(['float32', 'float16', 'int64']);

const graphValueSchema = z.strictObject({
  name: z.string().min(1),
  type: elementTypeSchema,
  /** Fixed extents as numbers, free ones by name. */
  shape: z.array(z.union([z.int().min(0), z.string()])).max(8),
});
export type GraphValue = z.infer<typeof graphValueSchema>;

const graphSchema = z.strictObject({
  /** By another ending, such as `.ort`, ONNX Runtime would read another format than the one that is checked. */
  path: bundlePathSchema.endsWith('.onnx', 'must end in .onnx'),
  inputs: z.array(graphValueSchema).max(256),
  outputs: z.array(graphValueSchema).min(1).max(256),
  /** Bytes of the values in flight in one run with the named axes of these extents; older bundles do not say. */
  activations: z.strictObject({ bytes: z.int().min(0), at: z.record(z.string(), z.int().min(1)) }).optional(),
});
export type Graph = z.infer<typeof graphSchema>;

const componentSchema = z.strictObject({
  precision: z.enum(['float32', 'float16']),
  parameters: z.int().min(0),
  /** Memory that the weights take once loaded. */
  weightBytes: z.int().min(0),
  graphs: z.record(z.string(), graphSchema),
});
export type Component = z.infer<typeof componentSchema>;

/** Linear map from scaled latents to RGB in [0, 1]: `rgb = bias + Σ_c latents[c] · factors[c]`. */
const previewSchema = z.strictObject({
  factors: z.array(z.tuple([z.number(), z.number(), z.number()])).min(1),
  bias: z.tuple([z.number(), z.number(), z.number()]),
});
export type Preview = z.infer<typeof previewSchema>;

export const manifestSchema = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  title: z.string().min(1).max(200),
  description: z.string().max(4000),
  license: z.string().min(1).max(200),
  source: z.string().max(2000),
  pipeline: z.enum(['CogVideoXPipeline', 'StableVideoDiffusionPipeline', 'AudioLDM2Pipeline']),
  files: z.record(bundlePathSchema, z.strictObject({ bytes: z.int().min(0), sha256: sha256Schema })),
  components: z.record(z.string(), componentSchema),
  defaults: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  parastep: z.strictObject({ warmup: z.int().min(1), cooldown: z.int().min(0).default(0) }),
  preview: previewSchema.nullable(),
  examples: z.array(z.string()).max(100),
});
export type Manifest = z.infer<typeof manifestSchema>;
