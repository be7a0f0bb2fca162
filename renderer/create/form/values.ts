import type { Fit, Focus, GenerationKind, JobDraft, Model, Reuse } from '../../../electron/contract/index';

/** A number field while it is typed in: empty is not a number yet. */
export type Field = number | '';

export type ParallelismValues = {
  /** All but the reuse is chosen by the app. */
  readonly automatic: boolean;
  readonly degree: Field;
  /** Most steps of a device's run. */
  readonly batch: Field;
  readonly warmup: Field;
  readonly cooldown: Field;
  readonly reuse: Reuse;
};

/** What the form of every kind holds. */
export type CommonValues = {
  /** Empty until a model is known. */
  readonly model: string;
  readonly seed: Field;
  /** Keep the seed from one clip to the next. */
  readonly seedLocked: boolean;
  readonly steps: Field;
  /** Chosen devices in order; null means all there are. */
  readonly devices: readonly string[] | null;
  readonly parallelism: ParallelismValues;
};

export type SizeValues = { readonly width: Field; readonly height: Field };

export type TextToVideoValues = CommonValues &
  SizeValues & {
    readonly kind: 'text-to-video';
    readonly prompt: string;
    readonly negativePrompt: string;
    readonly guidanceScale: Field;
    readonly dynamicGuidance: boolean;
    readonly tiledDecode: boolean;
    readonly frames: Field;
  };

/** A picture that a clip will be made of; its file is kept under its id. */
export type FormPicture = {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** What a crop of it keeps. */
  readonly focus: Focus;
};

export type ImageToVideoValues = CommonValues &
  SizeValues & {
    readonly kind: 'image-to-video';
    /** Each becomes a clip of its own. */
    readonly pictures: readonly FormPicture[];
    readonly fit: Fit;
    readonly motionBucketId: Field;
    readonly fps: Field;
    readonly noiseAugStrength: Field;
    readonly minGuidanceScale: Field;
    readonly maxGuidanceScale: Field;
    readonly frames: Field;
    readonly decodeChunk: Field;
  };

export type TextToAudioValues = CommonValues & {
  readonly kind: 'text-to-audio';
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly guidanceScale: Field;
  readonly seconds: Field;
  readonly waveforms: Field;
};

/** Everything that the form holds, one member per kind of generation. */
export type FormValues = TextToVideoValues | ImageToVideoValues | TextToAudioValues;
export type ValuesOf<K extends GenerationKind> = Extract<FormValues, { kind: K }>;

const SEEDS = 2 ** 32;

export const randomSeed = (): number => Math.floor(Math.random() * SEEDS);

export const EMPTY_COMMON: CommonValues = {
  model: '',
  seed: 0,
  seedLocked: false,
  steps: 50,
  devices: null,
  parallelism: { automatic: true, degree: 1, batch: 1, warmup: 1, cooldown: 0, reuse: 'own' },
};

/** What a model recommends of what every kind has. */
export function commonDefaults(
  { parallelism }: CommonValues,
  { id, defaults }: Model,
): Pick<CommonValues, 'model' | 'steps' | 'parallelism'> {
  const { steps, warmup, cooldown } = defaults;
  return { model: id, steps, parallelism: { ...parallelism, warmup, cooldown } };
}

/** What a draft says of what every kind has. */
export function commonOf({ model, request, parallelism }: JobDraft): CommonValues {
  const { devices, automatic = false, batch = 1, ...numbers } = parallelism;
  return {
    model,
    seed: request.seed,
    seedLocked: true,
    steps: request.steps,
    devices,
    parallelism: { automatic, batch, ...numbers },
  };
}
