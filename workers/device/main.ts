/** The device worker program: listens on its socket and serves every conductor that knows its token. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { StudioError } from '../protocol/errors';
import { pulseAddress } from '../protocol/pulse';
import { type WorkerEvent, type WorkerStart, workerStartSchema } from '../protocol/worker-control';
import { parentLink } from '../runtime/parent-link';
import { LaneServer } from './lane-server';
import { openDevice } from './open-device';

// CUDA counts cards by speed unless told to count them as the driver's own tools do.
process.env['CUDA_DEVICE_ORDER'] ??= 'PCI_BUS_ID';

const parent = parentLink();
const tell = (event: WorkerEvent): void => parent.send(event);

parent.onMessage((message) => {
  const parsed = workerStartSchema.safeParse(message);
  if (parsed.success) {
    start(parsed.data).catch((error: unknown) =>
      tell({ type: 'failed', error: StudioError.from(error, { device: parsed.data.device.id }).toValue() }),
    );
  } else {
    const error = new StudioError('protocol', 'The worker was started with unreadable settings.');
    tell({ type: 'failed', error: error.toValue() });
  }
});

async function start({ device, address, token }: WorkerStart): Promise<void> {
  const newClient = await openDevice(device);
  const server = createServer((socket) => {
    new LaneServer(socket, newClient(), token);
  });
  server.once('error', (error) => {
    const message = `${device.id} could not open its socket: ${error.message}. Restart the app.`;
    tell({
      type: 'failed',
      error: new StudioError('device-unavailable', message, { device: device.id }).toValue(),
    });
  });
  startPulse(address, () => server.listen(address, () => tell({ type: 'listening' })));
}

/** The thread's program is built beside this one. */
function startPulse(address: string, onStarted: () => void): void {
  const pulse = new Worker(join(__dirname, 'pulse.cjs'), { workerData: pulseAddress(address) });
  pulse.once('message', onStarted);
  pulse.unref();
}
