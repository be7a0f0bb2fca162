import { z } from 'zod';

/** What one part of a model takes while it works. */
export const partNeedSchema = z.strictObject({
  stage: z.enum(['encode', 'denoise', 'decode']),
  component: z.string(),
  /** Bytes of its weights in their own precision. */
  weightBytes: z.number(),
  /** Bytes of the values in flight at the request's size; null where the model does not say. */
  activationBytes: z.number().nullable(),
  isHalf: z.boolean(),
});
export type PartNeed = z.infer<typeof partNeedSchema>;

/** What a request takes of memory, part by part in the order of the work. */
export type MemoryNeeds = {
  readonly parts: readonly PartNeed[];
  /** Decoding is shared out among the devices and not done by the first alone. */
  readonly decodesOnAllDevices: boolean;
  /** By what the values in flight of decoding shrink if it is done in tiles; undefined if it cannot be. */
  readonly tileShare: number | undefined;
};
