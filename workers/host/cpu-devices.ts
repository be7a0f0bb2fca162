import { availableParallelism } from 'node:os';
import type { CpuSpec } from '../protocol/device-spec';

/**
 * The machine's cores shared out among `count` CPU devices, `cpu:0` … `cpu:count−1`. Each gets the same number
 * of threads, so that a step takes the same time on each.
 */
export function cpuDevices(count: number, cores: number = availableParallelism()): CpuSpec[] {
  const threads = Math.max(1, Math.floor(cores / count));
  return Array.from({ length: count }, (_, i) => ({ id: `cpu:${i}`, provider: 'cpu', threads }));
}
