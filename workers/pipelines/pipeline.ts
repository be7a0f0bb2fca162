import type { Bundle } from '../bundle/open-bundle';
import type { DenoiserBinding, Device, GraphRef } from '../device/device';
import type { Scheduler } from '../schedulers/scheduler';
import type { Tensor } from '../tensor/tensor';

/** What denoising needs once the prompt is encoded. */
export type DenoisingTask = {
  readonly scheduler: Scheduler;
  /** Already multiplied by the scheduler's initial sigma. */
  readonly initialLatents: Tensor;
  readonly binding: DenoiserBinding;
  readonly guidanceScalesAt: (step: number) => readonly number[];
};

/** RGB frames, 8 bits a channel: `[frames, height, width, 3]`. */
export type VideoOutput = {
  readonly kind: 'video';
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly data: Uint8Array;
};

/** Mono sounds of one length, samples in −1…1, the best first where they could be told apart. */
export type AudioOutput = {
  readonly kind: 'audio';
  /** Samples a second. */
  readonly sampleRate: number;
  readonly waveforms: readonly Float32Array[];
  /** How well each fits the prompt by the model's own judgement (cosine), if it has one. */
  readonly scores: readonly number[] | null;
};

/** What a pipeline makes, one member per kind of media. */
export type MediaOutput = VideoOutput | AudioOutput;

/** Small RGB frames, `[frames, height, width, 3]`. */
export type PreviewFrames = {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};

export type LatentPreview = (latents: Float32Array) => PreviewFrames;

export type StageProgress = (done: number, total: number) => void;

/** One generation, stage by stage. Stages are called in order and use no device but those given. */
export interface Pipeline {
  /** Graphs that a device needs to encode (the first device) and to denoise (every device). */
  readonly encoderGraphs: readonly GraphRef[];
  readonly denoiserGraphs: readonly GraphRef[];
  readonly decoderGraphs: readonly GraphRef[];
  /** Decoding is shared out among the devices and not done by the first alone. */
  readonly decodesOnAllDevices: boolean;
  /** Elements of one set of latents. */
  readonly latentsSize: number;
  /** What latents look like, if the bundle says how to tell: `[1, frames, channels, height, width]` as RGB. */
  readonly preview: LatentPreview | undefined;
  /** Things the user should know about this request, such as a prompt cut short. */
  readonly notices: readonly string[];
  encode(device: Device): Promise<DenoisingTask>;
  decode(devices: readonly Device[], latents: Float32Array, progress: StageProgress): Promise<MediaOutput>;
}

export function graphRef(bundle: Bundle, component: string, graph = 'model'): GraphRef {
  return { bundle: bundle.folder, path: bundle.graph(component, graph).path };
}
