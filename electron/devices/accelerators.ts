import { type AcceleratorSpec, type ProcessHost, type StudioError, tryDevice } from '../../workers/api';
import type { Device } from '../contract';
import type { Adapter, Machine } from '../contract/machine';
import type { Log } from '../logs/log';

/** A device that is no processor, as the machine seems to have it. */
export type AcceleratorCandidate = { readonly spec: AcceleratorSpec; readonly name: string };

/**
 * What ONNX Runtime could compute on, by platform: CUDA on Linux, DirectML on Windows, CoreML on macOS, and WebGPU
 * for the cards on Linux that CUDA does not serve.
 */
export function acceleratorCandidates(
  adapters: readonly Adapter[],
  platform: NodeJS.Platform,
): AcceleratorCandidate[] {
  switch (platform) {
    case 'linux': {
      const cuda = adapters
        .filter(({ vendor }) => vendor === 'NVIDIA')
        .map(
          (card, adapter): AcceleratorCandidate => ({
            spec: { id: `cuda:${adapter}`, provider: 'cuda', adapter },
            name: labelOf(card),
          }),
        );
      const other = adapters.find(({ vendor }) => vendor !== 'NVIDIA');
      if (cuda.length > 0 || other === undefined) return cuda;
      return [{ spec: { id: 'webgpu:0', provider: 'webgpu' }, name: labelOf(other) }];
    }
    case 'win32':
      return adapters.map((card, adapter) => ({
        spec: { id: `dml:${adapter}`, provider: 'dml', adapter },
        name: labelOf(card),
      }));
    case 'darwin': {
      const [card] = adapters;
      return card === undefined
        ? []
        : [{ spec: { id: 'coreml:0', provider: 'coreml' }, name: labelOf(card) }];
    }
    default:
      return [];
  }
}

const labelOf = ({ name, badge }: Adapter): string => (badge === null ? name : `${name} ${badge}`);

export type TriedAccelerator = AcceleratorCandidate & { readonly failure: StudioError | undefined };

/** Starts every candidate in a process of its own; those that do not start are there with the reason. */
export function tryAccelerators(
  processes: ProcessHost,
  candidates: readonly AcceleratorCandidate[],
): Promise<TriedAccelerator[]> {
  return Promise.all(
    candidates.map(async (candidate) => ({
      ...candidate,
      failure: await tryDevice(processes, candidate.spec),
    })),
  );
}

export type AcceleratorsOptions = {
  readonly processes: ProcessHost;
  readonly machine: () => Promise<Machine>;
  readonly log: Log;
  /** They have been tried. */
  readonly onChanged: () => void;
};

/** The machine's accelerators, each tried once after the app has started. Until then there are none. */
export class Accelerators {
  readonly #options: AcceleratorsOptions;
  #tried: readonly TriedAccelerator[] = [];
  #trying: Promise<void> = Promise.resolve();

  constructor(options: AcceleratorsOptions) {
    this.#options = options;
  }

  /** Begins to try them. */
  open(): void {
    this.#trying = this.#tryAll().catch((error: unknown) =>
      this.#options.log.error('the accelerators could not be tried', error),
    );
  }

  /** Those that start, once all have been tried. */
  async specs(): Promise<AcceleratorSpec[]> {
    await this.#trying;
    return this.#tried.filter(({ failure }) => failure === undefined).map(({ spec }) => spec);
  }

  async #tryAll(): Promise<void> {
    const { processes, machine, log, onChanged } = this.#options;
    const { adapters } = await machine();
    const candidates = acceleratorCandidates(adapters, process.platform);
    if (candidates.length === 0) return;
    this.#tried = await tryAccelerators(processes, candidates);
    for (const { spec, failure } of this.#tried) {
      if (failure === undefined) log.info(`${spec.id} is ready`);
      else log.error(`${spec.id} does not start`, failure);
    }
    onChanged();
  }

  get devices(): Device[] {
    return this.#tried.map(({ spec: { id, provider }, name, failure }) => ({
      id,
      name,
      kind: 'accelerator',
      provider,
      problem: failure?.message ?? null,
    }));
  }
}
