import type { JobDraft, Model, Reuse } from '../../../electron/contract/index';

/** A number field while it is typed in: empty is not a number yet. */
export type Field = number | '';

export type ParallelismValues = {
  /** Degree, warm-up and cool-down are chosen by the app. */
  readonly automatic: boolean;
  readonly degree: Field;
  readonly warmup: Field;
  readonly cooldown: Field;
  readonly reuse: Reuse;
};

/** Everything that the form for a clip holds. */
export type FormValues = {
  /** Empty until a model is known. */
  readonly model: string;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seed: Field;
  /** Keep the seed from one clip to the next. */
  readonly seedLocked: boolean;
  readonly steps: Field;
  readonly guidanceScale: Field;
  readonly dynamicGuidance: boolean;
  readonly frames: Field;
  readonly width: Field;
  readonly height: Field;
  /** Chosen devices in order; null means all there are. */
  readonly devices: readonly string[] | null;
  readonly parallelism: ParallelismValues;
};

const SEEDS = 2 ** 32;

export const randomSeed = (): number => Math.floor(Math.random() * SEEDS);

export const EMPTY_FORM: FormValues = {
  model: '',
  prompt: '',
  negativePrompt: '',
  seed: 0,
  seedLocked: false,
  steps: 50,
  guidanceScale: 6,
  dynamicGuidance: false,
  frames: 1,
  width: 64,
  height: 64,
  devices: null,
  parallelism: { automatic: true, degree: 1, warmup: 1, cooldown: 0, reuse: 'own' },
};

/** The same form with a model's recommended numbers; prompt, seed and devices stay. */
export function withModelDefaults(values: FormValues, { id, defaults }: Model): FormValues {
  return {
    ...values,
    model: id,
    negativePrompt: defaults.negativePrompt,
    steps: defaults.steps,
    guidanceScale: defaults.guidanceScale,
    frames: defaults.frames,
    width: defaults.width,
    height: defaults.height,
    parallelism: { ...values.parallelism, warmup: defaults.warmup, cooldown: defaults.cooldown },
  };
}

/** A form that makes the same clip again. */
export function fromDraft({ model, request, parallelism }: JobDraft): FormValues {
  const { degree, warmup, cooldown, reuse } = parallelism;
  return {
    model,
    prompt: request.prompt,
    negativePrompt: request.negativePrompt,
    seed: request.seed,
    seedLocked: true,
    steps: request.steps,
    guidanceScale: request.guidanceScale,
    dynamicGuidance: request.dynamicGuidance,
    frames: request.frames,
    width: request.width,
    height: request.height,
    devices: parallelism.devices,
    parallelism: { automatic: false, degree, warmup, cooldown, reuse },
  };
}
