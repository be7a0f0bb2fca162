import { z } from 'zod';
import { virtualModelSchema } from '../../workers/protocol/device-spec';
import { MAX_VIRTUAL_DEVICES } from './devices';

export const settingsSchema = z.strictObject({
  colorScheme: z.enum(['auto', 'light', 'dark']),
  /** Write prompt, seed and the other settings into or beside exported files. */
  embedSettings: z.boolean(),
  /** Tell when a job is done while the window is not in front. */
  notifyWhenDone: z.boolean(),
  /** How many CPU devices the cores are shared out among. */
  cpuDevices: z.int().min(1).max(64),
  /** Devices that only model their work, in their order. */
  virtualDevices: z.array(virtualModelSchema).max(MAX_VIRTUAL_DEVICES),
  /** Where results are kept. */
  libraryFolder: z.string(),
});
export type Settings = z.infer<typeof settingsSchema>;
