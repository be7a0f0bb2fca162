import { cpus } from 'node:os';
import { type CpuSpec, cpuDevices, type VirtualSpec, virtualDevices } from '../../workers/api';
import type { Device, Settings } from '../contract';

/** The devices that the settings ask for: the cores shared out among CPU devices, then the virtual ones. */
export function deviceSpecs({
  cpuDevices: count,
  virtualDevices: models,
}: Settings): (CpuSpec | VirtualSpec)[] {
  return [...cpuDevices(count), ...virtualDevices(models)];
}

/** The same as the window shows them. */
export function listDevices(settings: Settings): Device[] {
  const processor = cpus()[0]?.model.trim() || 'Processor';
  return deviceSpecs(settings).map((spec) =>
    spec.provider === 'cpu'
      ? { id: spec.id, name: processor, kind: 'cpu', threads: spec.threads }
      : { id: spec.id, name: 'Virtual device', kind: 'virtual', model: spec.model },
  );
}
