import { availableParallelism, cpus, totalmem } from 'node:os';
import type { BenchmarkReport } from '../contract/benchmark';

/** What the figures were measured on. */
export const describeMachine = (): BenchmarkReport['machine'] => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  platform: `${process.platform} ${process.arch}`,
});
