import { availableParallelism, cpus, totalmem } from 'node:os';
import type { z } from 'zod';
import type { machineSchema } from './report';

/** What the figures were measured on. */
export const describeMachine = (): z.infer<typeof machineSchema> => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  platform: `${process.platform} ${process.arch}`,
});
