/**
 * Conductor ↔ device worker: one request, one reply, over a local socket. Tensors travel in shared memory or
 * behind the header in the same frame. These messages are JSON; those of an evaluation are in
 * `evaluation-messages.ts`.
 */
import { z } from 'zod';
import { errorValueSchema } from './errors';

export const LANE_VERSION = 5;

const MAX_NAME = 256;
const nameSchema = z.string().min(1).max(MAX_NAME);
const bytesSchema = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** Where a tensor's bytes are: at an offset of the lane's shared region, or of this frame's payload. */
export const tensorHeaderSchema = z
  .strictObject({
    type: z.enum(['float32', 'int64']),
    shape: z.array(z.int().min(0)).max(8),
    place: z.enum(['shared', 'payload']),
    offset: bytesSchema,
    bytes: bytesSchema,
  })
  .refine(
    ({ type, shape, bytes }) => bytes === shape.reduce((n, extent) => n * extent, type === 'int64' ? 8 : 4),
    'the bytes must fill the shape',
  );
export type TensorHeader = z.infer<typeof tensorHeaderSchema>;

const graphSchema = z.strictObject({ bundle: z.string().min(1), path: z.string().min(1) });

const bindingSchema = z.strictObject({
  graph: graphSchema,
  branches: z.union([z.literal(1), z.literal(2)]),
  latents: z.strictObject({
    input: nameSchema,
    shape: z.array(z.int().min(1)).max(8),
    append: z.strictObject({ axis: z.int().min(0).max(7), tensor: tensorHeaderSchema }).optional(),
  }),
  timestep: z.strictObject({ input: nameSchema, type: z.enum(['int64', 'float32']) }),
  constants: z
    .array(z.strictObject({ input: nameSchema, perBranch: z.boolean(), tensor: tensorHeaderSchema }))
    .max(32),
  output: nameSchema,
});

const id = z.int().min(0);

export const laneRequestSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('hello'), id, version: z.int(), token: z.string() }),
  z.strictObject({ op: z.literal('attach'), id, path: z.string(), bytes: bytesSchema.min(2) }),
  z.strictObject({ op: z.literal('load'), id, graph: graphSchema }),
  z.strictObject({ op: z.literal('unload'), id, graph: graphSchema }),
  /** All graphs, or all but those of one bundle. */
  z.strictObject({ op: z.literal('unload-all'), id, except: z.string().min(1).optional() }),
  z.strictObject({
    op: z.literal('run'),
    id,
    graph: graphSchema,
    feeds: z.record(nameSchema, z.union([tensorHeaderSchema, z.strictObject({ kept: nameSchema })])),
    fetch: z.array(nameSchema).max(256),
    keep: z.record(nameSchema, nameSchema).optional(),
  }),
  z.strictObject({ op: z.literal('bind'), id, binding: bindingSchema }),
  z.strictObject({ op: z.literal('release'), id }),
  z.strictObject({ op: z.literal('stats'), id }),
  /** Sends the tensor back, for measuring the way. */
  z.strictObject({ op: z.literal('echo'), id, tensor: tensorHeaderSchema }),
]);
export type LaneRequest = z.infer<typeof laneRequestSchema>;

const statsSchema = z.strictObject({
  residentBytes: z.number(),
  peakResidentBytes: z.number(),
  loadedGraphs: z.int(),
});

export const laneReplySchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    id,
    tensors: z.record(nameSchema, tensorHeaderSchema).optional(),
    stats: statsSchema.optional(),
  }),
  z.strictObject({ ok: z.literal(false), id, error: errorValueSchema }),
]);
export type LaneReply = z.infer<typeof laneReplySchema>;
