import { DEFAULT_DEADLINES, StudioError } from '../../workers/api';
import { RemoteDevice } from '../../workers/conductor/remote-device';
import { testEngine } from './jobs';

/** A device in a process of its own, for graphs that may bring it down. */
export async function connectDevice() {
  const engine = testEngine(1);
  const connect = async (): Promise<RemoteDevice> => {
    const { device, address, token } = await engine.devices.lane('cpu:0');
    return RemoteDevice.connect({ id: device, address, token, deadlines: DEFAULT_DEADLINES, sharedBytes: 0 });
  };
  let device = await connect();
  return {
    /** Loads a graph and runs it on an input `x`; it must do so, or fail with an error that can be shown. */
    async run(bundle: string, path: string, length: number): Promise<void> {
      const graph = { bundle, path };
      const x = { type: 'float32', shape: [length], data: new Float32Array(length) } as const;
      try {
        await device.run({ graph, feeds: { x }, fetch: ['y'] });
        await device.unload(graph);
      } catch (error) {
        if (!(error instanceof StudioError)) throw error;
        if (error.code !== 'device-lost') return;
        await engine.devices.restart('cpu:0');
        device = await connect();
      }
    },
  };
}
