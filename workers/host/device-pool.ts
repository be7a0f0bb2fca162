import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { LaneAddress } from '../protocol/conductor-control';
import type { DeviceSpec } from '../protocol/device-spec';
import { StudioError } from '../protocol/errors';
import { type WorkerStart, workerEventSchema } from '../protocol/worker-control';
import type { HostedProcess, ProcessHost } from '../runtime/process-host';
import { SocketFolder } from './socket-folder';

const START_DEADLINE_MS = 30_000;

type Worker = { readonly process: HostedProcess; readonly lane: Promise<LaneAddress> };

export type StartedDevices = {
  readonly ready: readonly string[];
  /** One for each device that is not ready; it names the device. */
  readonly failures: readonly StudioError[];
};

/** The device workers of this app: one process per device, started when first needed, started anew after a death. */
export class DevicePool {
  readonly #processes: ProcessHost;
  readonly #specs: ReadonlyMap<string, DeviceSpec>;
  readonly #workers = new Map<string, Worker>();
  readonly #sockets = new SocketFolder();

  constructor(processes: ProcessHost, specs: readonly DeviceSpec[]) {
    this.#processes = processes;
    this.#specs = new Map(specs.map((spec) => [spec.id, spec]));
  }

  get deviceIds(): string[] {
    return [...this.#specs.keys()];
  }

  /** The process that runs a device, if one does. */
  processOf(device: string): HostedProcess | undefined {
    return this.#workers.get(device)?.process;
  }

  /** The processes that run now. */
  get pids(): number[] {
    return [...this.#workers.values()].flatMap(({ process: { pid } }) => pid ?? []);
  }

  /** Where the device's worker listens; starts it if it does not run. */
  async lane(device: string): Promise<LaneAddress> {
    const spec = this.#specs.get(device);
    if (spec === undefined) {
      const known = this.deviceIds.join(', ');
      throw new StudioError('bad-request', `There is no device ${device}: choose from ${known}.`, { device });
    }
    let worker = this.#workers.get(device);
    if (worker === undefined) {
      worker = this.#start(spec);
      this.#workers.set(device, worker);
    }
    return worker.lane;
  }

  /** Starts the devices that do not run yet. Answers those that are ready, and why the others are not. */
  async start(devices: readonly string[]): Promise<StartedDevices> {
    const lanes = await Promise.allSettled(devices.map((device) => this.lane(device)));
    return {
      ready: devices.filter((_, i) => lanes[i]?.status === 'fulfilled'),
      failures: lanes.flatMap((lane) => (lane.status === 'rejected' ? [StudioError.from(lane.reason)] : [])),
    };
  }

  /** Ends a worker that can no longer be trusted; the next job starts it anew. */
  async restart(device: string): Promise<void> {
    const worker = this.#workers.get(device);
    this.#workers.delete(device);
    worker?.process.kill();
    await worker?.process.exited;
  }

  /** Ends every worker and waits until they are gone. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers.keys()].map((device) => this.restart(device)));
    this.#sockets.remove();
  }

  #start(spec: DeviceSpec): Worker {
    // First of all: where there is no address, no process may be left that waits for one.
    const address = this.#addressFor(spec.id);
    const child = this.#processes.spawn('device', spec.id);
    const token = randomBytes(16).toString('hex');
    const lane = new Promise<LaneAddress>((resolve, reject) => {
      const fail = (error: StudioError): void => {
        clearTimeout(timer);
        child.kill();
        reject(error);
      };
      const unavailable = (detail: string): StudioError =>
        new StudioError(
          'device-unavailable',
          `The worker for ${spec.id} did not start. Leave this device out, or restart the app.`,
          { device: spec.id, detail },
        );
      const timer = setTimeout(
        () => fail(unavailable(`no answer in ${START_DEADLINE_MS} ms`)),
        START_DEADLINE_MS,
      );
      child.onMessage((message) => {
        const event = workerEventSchema.safeParse(message);
        if (!event.success) fail(unavailable(`unreadable message: ${event.error.message}`));
        else if (event.data.type === 'failed')
          fail(StudioError.fromValue({ ...event.data.error, device: spec.id }));
        else {
          clearTimeout(timer);
          resolve({ device: spec.id, address, token });
        }
      });
      void child.exited.then(({ lastWords }) => {
        if (this.#workers.get(spec.id)?.process === child) this.#workers.delete(spec.id);
        fail(unavailable(lastWords));
      });
    });
    lane.catch(() => undefined);
    child.send({ type: 'start', device: spec, address, token } satisfies WorkerStart);
    return { process: child, lane };
  }

  #addressFor(device: string): string {
    try {
      return this.#sockets.newAddress();
    } catch (error) {
      throw new StudioError(
        'device-unavailable',
        `${device} cannot be started: the folder for temporary files, ${tmpdir()}, cannot be written to. Make room there, or change who may write to it.`,
        { device, detail: String(error) },
      );
    }
  }
}
