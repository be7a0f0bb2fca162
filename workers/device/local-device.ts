import type { Tensor as OrtTensor } from 'onnxruntime-node';
import type { EvaluateReply } from '../parastep/evaluate';
import { StudioError } from '../protocol/errors';
import { BoundDenoiser } from './bound-denoiser';
import type {
  DenoiserBinding,
  DenoiserEvaluation,
  Device,
  DeviceStats,
  DeviceTensor,
  GraphRef,
  RunRequest,
} from './device';
import { fromOrtTensor, toOrtTensor } from './ort-tensor';
import type { Sessions } from './sessions';

/**
 * One client's view of a device whose ONNX Runtime sessions live in this process. Clients share the sessions
 * and nothing else.
 */
export class LocalDevice implements Device {
  readonly id: string;
  readonly #sessions: Sessions;
  readonly #kept = new Map<string, OrtTensor>();
  #denoiser: BoundDenoiser | undefined;

  constructor(id: string, sessions: Sessions) {
    this.id = id;
    this.#sessions = sessions;
  }

  async load(graph: GraphRef): Promise<void> {
    await this.#sessions.load(graph);
  }

  async unload(graph: GraphRef): Promise<void> {
    await this.#sessions.unload(graph);
  }

  async unloadAll(except?: string): Promise<void> {
    await this.#sessions.unloadAll(except);
  }

  async run({ graph, feeds, fetch, keep = {} }: RunRequest): Promise<Record<string, DeviceTensor>> {
    const { inputTypes } = await this.#sessions.load(graph);
    const inputs: Record<string, OrtTensor> = {};
    for (const [name, value] of Object.entries(feeds)) {
      inputs[name] = 'kept' in value ? this.#keptValue(value.kept) : toOrtTensor(value, inputTypes.get(name));
    }
    const wanted = [...fetch, ...Object.keys(keep)];
    const outputs = await this.#sessions.use(graph, ({ session }) => session.run(inputs, wanted));
    for (const [name, key] of Object.entries(keep)) this.#kept.set(key, outputs[name] as OrtTensor);
    return Object.fromEntries(fetch.map((name) => [name, fromOrtTensor(outputs[name] as OrtTensor)]));
  }

  async bind(binding: DenoiserBinding): Promise<void> {
    const { inputTypes } = await this.#sessions.load(binding.graph);
    this.#denoiser = new BoundDenoiser({ device: this.id, sessions: this.#sessions, inputTypes, binding });
  }

  async evaluate(evaluation: DenoiserEvaluation): Promise<EvaluateReply> {
    if (this.#denoiser === undefined) {
      throw new StudioError('protocol', `${this.id} was asked to evaluate before a denoiser was bound.`, {
        device: this.id,
      });
    }
    const dispatched = process.hrtime.bigint();
    const { predictions, started, ended } = await this.#denoiser.evaluate(evaluation);
    const received = process.hrtime.bigint();
    return {
      predictions: predictions.map((prediction, slot) => copyInto(evaluation.slots[slot]?.into, prediction)),
      timing: { dispatched, started, ended, received, bytesDown: 0, bytesUp: 0, headerBytes: 0 },
    };
  }

  async release(): Promise<void> {
    this.#denoiser = undefined;
    this.#kept.clear();
  }

  async stats(): Promise<DeviceStats> {
    const { rss } = process.memoryUsage();
    return {
      residentBytes: rss,
      peakResidentBytes: Math.max(rss, process.resourceUsage().maxRSS * 1024),
      loadedGraphs: this.#sessions.count,
    };
  }

  #keptValue(key: string): OrtTensor {
    const value = this.#kept.get(key);
    if (value !== undefined) return value;
    throw new StudioError('protocol', `${this.id} holds no value named ${key}.`, { device: this.id });
  }
}

function copyInto(into: Float32Array | undefined, values: Float32Array): Float32Array {
  if (into === undefined) return values;
  into.set(values);
  return into;
}
