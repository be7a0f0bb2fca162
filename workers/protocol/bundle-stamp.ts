import { z } from 'zod';

/**
 * By what a file is recognised that has been hashed before. A program that changes a file can set its times, but not
 * when its entry was changed, which the system keeps for itself.
 */
const fileStampSchema = z.strictObject({
  bytes: z.number(),
  /** Nanoseconds, in decimal. */
  modified: z.string(),
  changed: z.string(),
  /** Of the disk, in decimal. */
  inode: z.string(),
  sha256: z.string(),
});
export type FileStamp = z.infer<typeof fileStampSchema>;

/** The files of a bundle that have been hashed, by their path in it. */
export const bundleStampSchema = z.record(z.string(), fileStampSchema);
export type BundleStamp = z.infer<typeof bundleStampSchema>;
