import { z } from 'zod';

export const exportFormatSchema = z.enum(['mp4', 'webm', 'gif', 'webp', 'png-frames', 'wav', 'flac', 'ogg']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** A destination that the user has chosen; files are written to it under temporary names until `export.finish`. */
export const exportTargetSchema = z.strictObject({
  /** Names this export in the calls that follow. */
  id: z.string(),
  path: z.string(),
  /** For PNG frames `path` is a folder and each frame is a file in it. */
  isFolder: z.boolean(),
});
export type ExportTarget = z.infer<typeof exportTargetSchema>;
