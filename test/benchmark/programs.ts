import { join } from 'node:path';
import { NodeProcessHost } from '../../workers/api';

/** The built programs, which lie beside the benchmark's. */
export const benchmarkProcesses = (): NodeProcessHost =>
  new NodeProcessHost({
    conductor: join(__dirname, 'conductor.cjs'),
    device: join(__dirname, 'device.cjs'),
  });
