import type { DeviceSpec } from '../protocol/device-spec';
import type { Device } from './device';

/** Makes a device ready; each call of the answer gives one client its view of it. */
export async function openDevice(spec: DeviceSpec): Promise<() => Device> {
  switch (spec.provider) {
    case 'virtual': {
      const { VirtualDevice, VirtualMachine } = await import('./virtual/virtual-device');
      const machine = new VirtualMachine(spec);
      return () => new VirtualDevice(machine);
    }
    case 'cpu': {
      // Loaded on demand, because ONNX Runtime is large and a virtual device has no use for it.
      const [{ LocalDevice }, { Sessions }] = await Promise.all([
        import('./local-device'),
        import('./sessions'),
      ]);
      const sessions = new Sessions({ device: spec.id, threads: spec.threads });
      return () => new LocalDevice(spec.id, sessions);
    }
  }
}
