import type { ComputingSpec, DeviceSpec } from '../protocol/device-spec';
import type { Device } from './device';

/**
 * Makes a device ready; each call of the answer gives one client its view of it. Throws `device-unavailable` if its
 * provider does not start.
 */
export async function openDevice(spec: DeviceSpec): Promise<() => Device> {
  if (spec.provider !== 'virtual') return openComputingDevice(spec);
  const { VirtualDevice, VirtualMachine } = await import('./virtual/virtual-device');
  const machine = new VirtualMachine(spec);
  return () => new VirtualDevice(machine);
}

/** Loaded on demand, because ONNX Runtime is large and a virtual device has no use for it. */
async function openComputingDevice(spec: ComputingSpec): Promise<() => Device> {
  const [{ LocalDevice }, { Sessions }] = await Promise.all([import('./local-device'), import('./sessions')]);
  if (spec.provider !== 'cpu') {
    const { startProvider } = await import('./start-provider');
    await startProvider(spec);
  }
  const sessions = new Sessions(spec);
  return () => new LocalDevice(spec.id, sessions);
}
