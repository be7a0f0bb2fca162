import type { DeviceSpec, ProcessHost } from '../../workers/api';
import type { Device, Machine, Settings } from '../contract';
import type { MemoryNow } from '../contract/machine';
import type { Log } from '../logs/log';
import { Accelerators } from './accelerators';
import { deviceSpecs, listDevices } from './device-list';
import { Discovery, type ResidentBytes } from './discovery/discover';

export type HardwareOptions = {
  readonly processes: ProcessHost;
  readonly settings: () => Settings;
  /** The workers that run now; their memory is told apart from others'. */
  readonly workerPids: () => readonly number[];
  readonly residentBytes: ResidentBytes;
  readonly log: Log;
  /** Other devices are there than before. */
  readonly onChanged: () => void;
};

/** What there is to compute with: the machine as it is now, and the devices that jobs can run on. */
export class Hardware {
  readonly #options: HardwareOptions;
  readonly #discovery: Discovery;
  readonly #accelerators: Accelerators;

  constructor(options: HardwareOptions) {
    this.#options = options;
    const { processes, residentBytes, log, onChanged } = options;
    this.#discovery = new Discovery({ residentBytes });
    this.#accelerators = new Accelerators({ processes, machine: () => this.machine(), log, onChanged });
  }

  /** Begins to try which accelerators start. */
  open(): void {
    this.#accelerators.open();
  }

  /** As the window shows them. */
  get devices(): Device[] {
    return [...this.#accelerators.devices, ...listDevices(this.#options.settings())];
  }

  /** What jobs can run on, once the accelerators have been tried. */
  async specs(): Promise<DeviceSpec[]> {
    return [...(await this.#accelerators.specs()), ...deviceSpecs(this.#options.settings())];
  }

  machine(): Promise<Machine> {
    return this.#discovery.machine(this.#options.workerPids());
  }

  /** The memory that is free now on these devices and beside them. */
  memory(devices: readonly DeviceSpec[]): Promise<MemoryNow> {
    const cards = devices.some(({ provider }) => provider === 'cuda' || provider === 'dml');
    return this.#discovery.memory({ ownPids: this.#options.workerPids(), cards });
  }

  async hasNvidiaCard(): Promise<boolean> {
    return (await this.machine()).adapters.some(({ vendor }) => vendor === 'NVIDIA');
  }
}
