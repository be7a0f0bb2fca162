import { DEFAULT_DEADLINES, virtualDevices } from '../../workers/api';
import { RemoteDevice } from '../../workers/conductor/remote-device';
import { DevicePool } from '../../workers/host/device-pool';
import { type Figure, type FigureOptions, figure } from './figure';
import { benchmarkProcesses } from './programs';

const SHARED_BYTES = 16 * 2 ** 20;
const WARMUP = 20;
const ROUND_TRIPS = 200;

const SIZES = [
  { name: '2MB', values: 516_096, target: { comparison: '<=', value: 0.6 } },
  { name: '4.5MB', values: 1_123_200, target: undefined },
] as const;

/**
 * One way of a tensor between conductor and worker, from the call to the device that has it: headers, checks and
 * both copies included. Shared memory, and the socket that stands in where there is none.
 */
export async function measureTransport(): Promise<Figure[]> {
  const pool = new DevicePool(
    benchmarkProcesses(),
    virtualDevices([{ evaluationMs: 0, speed: 1, latencyMs: 0, gigabytesPerSecond: 10_000 }]),
  );
  try {
    const { device: id, address, token } = await pool.lane('virtual:0');
    const figures: Figure[] = [];
    for (const { name, values, target } of SIZES) {
      for (const [way, sharedBytes] of [
        ['', SHARED_BYTES],
        ['-socket', 0],
      ] as const) {
        const device = await RemoteDevice.connect({
          id,
          address,
          token,
          deadlines: DEFAULT_DEADLINES,
          sharedBytes,
        });
        const options: FigureOptions = {
          ...(target && way === '' && { target }),
          note: way === '' ? 'shared memory' : 'through the local socket, the fallback',
        };
        figures.push(figure(`transport/${name}${way}`, await oneWayMs(device, values), 'ms', options));
        device.close();
      }
    }
    return figures;
  } finally {
    await pool.close();
  }
}

async function oneWayMs(device: RemoteDevice, values: number): Promise<number[]> {
  const latents = new Float32Array(values).fill(1);
  await device.bind({
    graph: { bundle: 'none', path: 'none' },
    branches: 1,
    latents: { input: 'sample', shape: [1, values] },
    timestep: { input: 'timestep', type: 'float32' },
    constants: [],
    output: 'out_sample',
  });
  const samples: number[] = [];
  for (let i = 0; i < WARMUP + ROUND_TRIPS; i++) {
    const slots = [{ timestep: 0, guidanceScales: [1], latents }];
    const { timing } = await device.evaluate({ branch: 'both', slots });
    const ms = (from: bigint, to: bigint): number => Number(to - from) / 1e6;
    if (i >= WARMUP) samples.push(ms(timing.dispatched, timing.started), ms(timing.ended, timing.received));
  }
  return samples;
}
