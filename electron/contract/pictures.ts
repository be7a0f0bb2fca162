import { z } from 'zod';
import { MAX_SOURCE_SIDE } from '../../workers/pipelines/request';

/** A PNG of 8 bits is at most a little larger than its pixels. */
const MAX_BYTES = MAX_SOURCE_SIDE ** 2 * 3 * 1.05;

const side = z.int().min(1).max(MAX_SOURCE_SIDE);

/** A picture that is framed for a clip, in the form that a job reads and in the one that stays with the result. */
export const framedPictureSchema = z
  .strictObject({
    width: side,
    height: side,
    /** Raw bytes `[height, width, 3]`. */
    rgb: z.instanceof(Uint8Array),
    /** The same as a PNG file. */
    png: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= MAX_BYTES, 'too large'),
  })
  .refine(({ width, height, rgb }) => rgb.byteLength === width * height * 3, {
    path: ['rgb'],
    message: 'not as many bytes as the size says',
  });
export type FramedPicture = z.infer<typeof framedPictureSchema>;
