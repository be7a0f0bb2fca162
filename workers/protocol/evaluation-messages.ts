/**
 * The two messages of an evaluation, the only ones on a lane that are not JSON. A job sends one pair a step, and
 * on the cold caches that a model leaves, a text and its schema cost more time than all else between two steps.
 *
 * Little-endian, fields in this order; the first byte is less than any that JSON starts with:
 *
 *     evaluate    u8 1, u8 branch, u16 slots, u32 id, then of each slot
 *                 u8 place, u8 0, u16 scales, u32 offset, u32 bytes, f64 timestep, f64[scales]
 *     prediction  u8 2, u8 0, u16 slots, u32 id, u64 started, u64 ended, then of each slot
 *                 u8 place, u8 0, u16 0, u32 offset, u32 bytes
 *
 * Reading is as strict as the schemas below: what they would refuse throws.
 */
import { z } from 'zod';
import { type Branch, branchSchema } from '../parastep/plan';

const MAX_BYTES = 2 ** 31 - 1;
const bytesSchema = z.int().min(0).max(MAX_BYTES);
const idSchema = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);
const nanosecondsSchema = z
  .bigint()
  .min(0n)
  .max(2n ** 64n - 1n);

/** Where float32 values are: at an offset of the lane's shared region, or of this frame's payload. */
export const floatsLocationSchema = z.strictObject({
  place: z.enum(['shared', 'payload']),
  offset: bytesSchema,
  bytes: bytesSchema.multipleOf(Float32Array.BYTES_PER_ELEMENT),
});
export type FloatsLocation = z.infer<typeof floatsLocationSchema>;

/** Slots are computed by one run of the denoiser. */
const MAX_SLOTS = 256;
const MAX_SCALES = 4096;

export const evaluateMessageSchema = z.strictObject({
  id: idSchema,
  branch: branchSchema,
  slots: z
    .array(
      z.strictObject({
        timestep: z.number(),
        guidanceScales: z.array(z.number()).min(1).max(MAX_SCALES).readonly(),
        latents: floatsLocationSchema,
      }),
    )
    .min(1)
    .max(MAX_SLOTS)
    .readonly(),
});
export type EvaluateMessage = z.infer<typeof evaluateMessageSchema>;

/** Times are nanoseconds of the monotonic clock around the session's run; a prediction for each slot. */
export const predictionMessageSchema = z.strictObject({
  id: idSchema,
  started: nanosecondsSchema,
  ended: nanosecondsSchema,
  predictions: z.array(floatsLocationSchema).min(1).max(MAX_SLOTS).readonly(),
});
export type PredictionMessage = z.infer<typeof predictionMessageSchema>;

const EVALUATE = 1;
const PREDICTION = 2;
const BRANCHES: readonly Branch[] = ['both', 'unconditional', 'conditional'];
const HEAD_BYTES = 8;
const TIMES_BYTES = 16;
const LOCATION_BYTES = 12;

export const isEvaluate = (message: Uint8Array): boolean => message[0] === EVALUATE;
export const isPrediction = (message: Uint8Array): boolean => message[0] === PREDICTION;

export function encodeEvaluate({ id, branch, slots }: EvaluateMessage): Uint8Array {
  let length = HEAD_BYTES;
  for (const { guidanceScales } of slots) length += LOCATION_BYTES + 8 + 8 * guidanceScales.length;
  const bytes = new Uint8Array(length);
  const view = startMessage(bytes, EVALUATE, slots.length, id);
  view.setUint8(1, BRANCHES.indexOf(branch));
  let at = HEAD_BYTES;
  for (const { timestep, guidanceScales, latents } of slots) {
    writeLocation(view, at, latents);
    view.setUint16(at + 2, guidanceScales.length, true);
    view.setFloat64(at + LOCATION_BYTES, timestep, true);
    at += LOCATION_BYTES + 8;
    for (const scale of guidanceScales) {
      view.setFloat64(at, scale, true);
      at += 8;
    }
  }
  return bytes;
}

/** Throws RangeError on anything that is not such a message. */
export function decodeEvaluate(bytes: Uint8Array): EvaluateMessage {
  const view = viewOf(bytes);
  const { id, count } = readHead(view, EVALUATE);
  const branch = BRANCHES[view.getUint8(1)];
  if (branch === undefined) throw malformed('branch');
  const slots: EvaluateMessage['slots'][number][] = [];
  let at = HEAD_BYTES;
  for (let slot = 0; slot < count; slot++) {
    const latents = readLocation(view, at);
    const scales = view.getUint16(at + 2, true);
    demand(scales >= 1 && scales <= MAX_SCALES, 'number of guidance scales');
    const timestep = finite(view.getFloat64(at + LOCATION_BYTES, true), 'timestep');
    at += LOCATION_BYTES + 8;
    const guidanceScales: number[] = [];
    for (let i = 0; i < scales; i++) {
      guidanceScales.push(finite(view.getFloat64(at, true), 'guidance scale'));
      at += 8;
    }
    slots.push({ timestep, guidanceScales, latents });
  }
  demand(at === bytes.byteLength, 'length');
  return { id, branch, slots };
}

export function encodePrediction({ id, started, ended, predictions }: PredictionMessage): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + TIMES_BYTES + LOCATION_BYTES * predictions.length);
  const view = startMessage(bytes, PREDICTION, predictions.length, id);
  view.setBigUint64(HEAD_BYTES, started, true);
  view.setBigUint64(HEAD_BYTES + 8, ended, true);
  predictions.forEach((location, slot) => {
    writeLocation(view, HEAD_BYTES + TIMES_BYTES + LOCATION_BYTES * slot, location);
  });
  return bytes;
}

/** Throws RangeError on anything that is not such a message. */
export function decodePrediction(bytes: Uint8Array): PredictionMessage {
  const view = viewOf(bytes);
  const { id, count } = readHead(view, PREDICTION);
  demand(view.getUint8(1) === 0, 'kind');
  demand(bytes.byteLength === HEAD_BYTES + TIMES_BYTES + LOCATION_BYTES * count, 'length');
  const predictions: FloatsLocation[] = [];
  for (let slot = 0; slot < count; slot++) {
    const at = HEAD_BYTES + TIMES_BYTES + LOCATION_BYTES * slot;
    demand(view.getUint16(at + 2, true) === 0, 'place');
    predictions.push(readLocation(view, at));
  }
  const started = view.getBigUint64(HEAD_BYTES, true);
  return { id, started, ended: view.getBigUint64(HEAD_BYTES + 8, true), predictions };
}

function startMessage(bytes: Uint8Array, kind: number, slots: number, id: number): DataView {
  const view = viewOf(bytes);
  view.setUint8(0, kind);
  view.setUint16(2, slots, true);
  view.setUint32(4, id, true);
  return view;
}

/** A view itself throws RangeError where it is read beyond its end. */
function readHead(view: DataView, kind: number): { readonly id: number; readonly count: number } {
  demand(view.getUint8(0) === kind, 'kind');
  const count = view.getUint16(2, true);
  demand(count >= 1 && count <= MAX_SLOTS, 'number of slots');
  return { id: view.getUint32(4, true), count };
}

function writeLocation(view: DataView, at: number, { place, offset, bytes }: FloatsLocation): void {
  view.setUint8(at, place === 'shared' ? 0 : 1);
  view.setUint32(at + 4, offset, true);
  view.setUint32(at + 8, bytes, true);
}

function readLocation(view: DataView, at: number): FloatsLocation {
  const place = view.getUint8(at);
  const offset = view.getUint32(at + 4, true);
  const bytes = view.getUint32(at + 8, true);
  demand(place <= 1 && view.getUint8(at + 1) === 0, 'place');
  demand(offset <= MAX_BYTES && bytes <= MAX_BYTES, 'extent');
  demand(bytes % Float32Array.BYTES_PER_ELEMENT === 0, 'number of bytes');
  return { place: place === 0 ? 'shared' : 'payload', offset, bytes };
}

function finite(value: number, what: string): number {
  demand(Number.isFinite(value), what);
  return value;
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw malformed(what);
}

const malformed = (what: string): RangeError =>
  new RangeError(`A message of an evaluation has no valid ${what}.`);

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);
