import type { EvaluateReply } from '../../parastep/evaluate';
import type { VirtualSpec } from '../../protocol/device-spec';
import { StudioError } from '../../protocol/errors';
import { sizeOf } from '../../tensor/tensor';
import type {
  DenoiserBinding,
  DenoiserEvaluation,
  Device,
  DeviceStats,
  DeviceTensor,
  GraphRef,
  RunRequest,
} from '../device';
import { type FedShapes, GraphCatalogue, madeUpOutput } from './graph-outputs';
import { ModelledTime } from './modelled-time';

/** What the clients of one virtual device share, as they share the sessions of a real one. */
export class VirtualMachine {
  readonly id: string;
  readonly time: ModelledTime;
  readonly graphs = new GraphCatalogue();
  readonly loaded = new Set<string>();

  constructor({ id, model }: VirtualSpec) {
    this.id = id;
    this.time = new ModelledTime(model);
  }
}

/**
 * One client's view of a device that computes nothing. It takes the time that its model says, and its noise
 * prediction is the latents that it was given: data of the right size that depends on the step, stays finite
 * under every scheduler, and shows a plan's mistakes as a real prediction would.
 */
export class VirtualDevice implements Device {
  readonly id: string;
  readonly #machine: VirtualMachine;
  readonly #keptShapes = new Map<string, readonly number[]>();
  #binding: DenoiserBinding | undefined;

  constructor(machine: VirtualMachine) {
    this.id = machine.id;
    this.#machine = machine;
  }

  async load({ bundle, path }: GraphRef): Promise<void> {
    this.#machine.loaded.add(`${bundle}/${path}`);
  }

  async unload({ bundle, path }: GraphRef): Promise<void> {
    this.#machine.loaded.delete(`${bundle}/${path}`);
  }

  async unloadAll(except?: string): Promise<void> {
    const { loaded } = this.#machine;
    for (const graph of loaded) {
      if (except === undefined || !graph.startsWith(`${except}/`)) loaded.delete(graph);
    }
  }

  async run({ graph: ref, feeds, fetch, keep = {} }: RunRequest): Promise<Record<string, DeviceTensor>> {
    const { graphs, time } = this.#machine;
    const graph = await graphs.graph(ref);
    const shapes: FedShapes = Object.fromEntries(
      Object.entries(feeds).map(([name, feed]) => [
        name,
        'kept' in feed ? this.#keptShape(feed.kept) : feed.shape,
      ]),
    );
    const bytesDown = Object.values(feeds).reduce(
      (n, feed) => n + ('data' in feed ? feed.data.byteLength : 0),
      0,
    );
    await time.transfer(bytesDown);
    for (const [name, key] of Object.entries(keep)) {
      this.#keptShapes.set(key, madeUpOutput(graph, name, shapes).shape);
    }
    const outputs = Object.fromEntries(fetch.map((name) => [name, madeUpOutput(graph, name, shapes)]));
    await time.transfer(Object.values(outputs).reduce((n, { data }) => n + data.byteLength, 0));
    return outputs;
  }

  async bind(binding: DenoiserBinding): Promise<void> {
    this.#binding = binding;
  }

  async evaluate({ branch, slots }: DenoiserEvaluation): Promise<EvaluateReply> {
    const binding = this.#binding;
    if (binding === undefined) {
      throw new StudioError('protocol', `${this.id} was asked to evaluate before a denoiser was bound.`, {
        device: this.id,
      });
    }
    const size = sizeOf(binding.latents.shape);
    const misfit = slots.find(({ latents }) => latents.length !== size);
    if (misfit !== undefined) {
      throw new StudioError(
        'protocol',
        `${this.id} was given ${misfit.latents.length} latent values and was bound for ${size}.`,
        { device: this.id },
      );
    }
    const { time } = this.#machine;
    const predictions = slots.map(({ latents }) => latents);
    const bytes = predictions.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const share = branch === 'both' ? 1 : 1 / binding.branches;
    const dispatched = process.hrtime.bigint();
    await time.transfer(bytes);
    // A batch takes as long as its slots one by one.
    const { started, ended } = await time.compute(share * slots.length);
    await time.transfer(bytes);
    const received = process.hrtime.bigint();
    return {
      predictions,
      timing: { dispatched, started, ended, received, bytesDown: 0, bytesUp: 0, headerBytes: 0 },
    };
  }

  async release(): Promise<void> {
    this.#binding = undefined;
    this.#keptShapes.clear();
  }

  async stats(): Promise<DeviceStats> {
    const { rss } = process.memoryUsage();
    return {
      residentBytes: rss,
      peakResidentBytes: Math.max(rss, process.resourceUsage().maxRSS * 1024),
      loadedGraphs: this.#machine.loaded.size,
    };
  }

  #keptShape(key: string): readonly number[] {
    const shape = this.#keptShapes.get(key);
    if (shape !== undefined) return shape;
    throw new StudioError('protocol', `${this.id} holds no value named ${key}.`, { device: this.id });
  }
}
