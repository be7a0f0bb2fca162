import type { RunningApp } from '../../app/support/running-app';
import { type Figure, figure } from '../figure';

const KINDS = [
  { name: 'main', type: 'Browser', service: '' },
  { name: 'renderer', type: 'Tab', service: '' },
  { name: 'workers', type: 'Utility', service: 'ParaStep device' },
] as const;

/** The most memory that processes of the app have had in RAM, shared libraries included. */
export async function memoryFigures(app: RunningApp): Promise<Figure[]> {
  const metrics = await app.electron.evaluate(({ app: electron }) => electron.getAppMetrics());
  return KINDS.map(({ name, type, service }) => {
    const processes = metrics.filter(
      (metric) => metric.type === type && `${metric.name} ${metric.serviceName}`.includes(service),
    );
    // Not every platform knows the peak.
    const kibibytes = processes.map(({ memory }) =>
      Math.max(memory.peakWorkingSetSize, memory.workingSetSize),
    );
    return figure(
      `app/memory-${name}`,
      kibibytes.map((size) => size / 1024),
      'MiB',
      {
        note: processes.length > 1 ? `each of ${processes.length}` : 'at most',
      },
    );
  });
}
