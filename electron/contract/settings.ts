import { z } from 'zod';

export const settingsSchema = z.strictObject({
  colorScheme: z.enum(['auto', 'light', 'dark']),
  /** Write prompt, seed and the other settings into or beside exported files. */
  embedSettings: z.boolean(),
  /** Tell when a job is done while the window is not in front. */
  notifyWhenDone: z.boolean(),
  /** How many CPU devices the cores are shared out among. */
  cpuDevices: z.int().min(1).max(64),
  /** Where results are kept. */
  libraryFolder: z.string(),
});
export type Settings = z.infer<typeof settingsSchema>;
