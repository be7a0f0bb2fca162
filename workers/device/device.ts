import type { EvaluateReply } from '../parastep/evaluate';
import type { Branch } from '../parastep/plan';

/** A tensor on its way into or out of a graph. Half precision is a matter of the device; callers see float32. */
export type DeviceTensor =
  | { readonly type: 'float32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int64'; readonly shape: readonly number[]; readonly data: BigInt64Array };

/** A graph of a bundle, and how it is to be loaded. */
export type GraphRef = {
  /** Absolute path of the bundle folder and the graph's path in it. */
  readonly bundle: string;
  readonly path: string;
};

/** A value that a device holds for this client, put there by `run`'s `keep`. */
export type Kept = { readonly kept: string };

export type RunRequest = {
  readonly graph: GraphRef;
  readonly feeds: Readonly<Record<string, DeviceTensor | Kept>>;
  /** Outputs to send back. */
  readonly fetch: readonly string[];
  /** Outputs to hold on the device, by output name, under a key that later feeds can name. */
  readonly keep?: Readonly<Record<string, string>>;
};

/**
 * The graph's latents input. `shape` is that of one branch's latents, batch axis first; the graph is given the
 * branches one after the other along that axis.
 */
export type LatentsInput = {
  readonly input: string;
  readonly shape: readonly number[];
  /**
   * What is put behind the latents along an axis of `shape` (not the first), such as the source picture's
   * latents behind the channels: a tensor of all branches, with an extent of its own along that axis.
   */
  readonly append?: { readonly axis: number; readonly tensor: DeviceTensor };
};

/**
 * Everything about a job's denoiser that stays the same over its steps. Tensors marked `perBranch` have the
 * guidance branches on their first axis, unconditional first; the others are fed as they are.
 */
export type DenoiserBinding = {
  readonly graph: GraphRef;
  /** 2 with classifier-free guidance, else 1. */
  readonly branches: 1 | 2;
  readonly latents: LatentsInput;
  readonly timestep: { readonly input: string; readonly type: 'int64' | 'float32' };
  readonly constants: readonly {
    readonly input: string;
    readonly perBranch: boolean;
    readonly tensor: DeviceTensor;
  }[];
  readonly output: string;
};

/** One set of latents to predict the noise of. */
export type DenoiserSlot = {
  readonly timestep: number;
  readonly guidanceScales: readonly number[];
  readonly latents: Float32Array;
  /** Room for the prediction. Without it, the device's next evaluation may overwrite what it answered. */
  readonly into?: Float32Array;
};

/** One run of the denoiser: one slot, or several as a batch. */
export type DenoiserEvaluation = { readonly branch: Branch; readonly slots: readonly DenoiserSlot[] };

export type DeviceStats = {
  /** Resident memory of the process that holds the device, in bytes, now and at its highest. */
  readonly residentBytes: number;
  readonly peakResidentBytes: number;
  readonly loadedGraphs: number;
};

/**
 * One device, as the conductor uses it: a small inference server that keeps nothing of a job but what was
 * bound or kept. Implemented in this process by `LocalDevice` and over a lane by `RemoteDevice`.
 * Every method rejects with a StudioError that names the device.
 */
export interface Device {
  readonly id: string;
  /** Makes the graph ready to run; a graph that is loaded already costs nothing. */
  load(graph: GraphRef): Promise<void>;
  unload(graph: GraphRef): Promise<void>;
  /** Unloads the graphs that no run is using: all of them, or all but those of the bundle in this folder. */
  unloadAll(except?: string): Promise<void>;
  run(request: RunRequest): Promise<Record<string, DeviceTensor>>;
  /** Binds the denoiser's constant inputs; replaces an earlier binding. */
  bind(binding: DenoiserBinding): Promise<void>;
  /** The (guided) noise prediction of every slot. */
  evaluate(evaluation: DenoiserEvaluation): Promise<EvaluateReply>;
  /** Forgets this client's binding and kept values; loaded graphs stay. */
  release(): Promise<void>;
  stats(): Promise<DeviceStats>;
}
