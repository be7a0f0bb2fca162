/** The form as an earlier run of the window left it: whatever of it still makes sense. */
import type { Reuse } from '../../../electron/contract/index';
import { EMPTY_FORM, type Field, type FormValues, type ParallelismValues } from './values';

const REUSES: readonly Reuse[] = ['own', 'freshest', 'extrapolate-1', 'extrapolate-2'];

type Stored = Readonly<Record<string, unknown>>;

const isStored = (value: unknown): value is Stored => typeof value === 'object' && value !== null;

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
const flag = (value: unknown, otherwise: boolean): boolean =>
  typeof value === 'boolean' ? value : otherwise;
const field = (value: unknown, otherwise: Field): Field =>
  value === '' || (typeof value === 'number' && Number.isFinite(value)) ? value : otherwise;

function parallelism(value: unknown): ParallelismValues {
  const { automatic, degree, warmup, cooldown, reuse } = EMPTY_FORM.parallelism;
  if (!isStored(value)) return EMPTY_FORM.parallelism;
  return {
    automatic: flag(value['automatic'], automatic),
    degree: field(value['degree'], degree),
    warmup: field(value['warmup'], warmup),
    cooldown: field(value['cooldown'], cooldown),
    reuse: REUSES.find((known) => known === value['reuse']) ?? reuse,
  };
}

function devices(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || !value.every((id) => typeof id === 'string')) return null;
  return value;
}

export function restoreForm(stored: unknown): FormValues {
  if (!isStored(stored)) return EMPTY_FORM;
  return {
    model: text(stored['model'], EMPTY_FORM.model),
    prompt: text(stored['prompt'], EMPTY_FORM.prompt),
    negativePrompt: text(stored['negativePrompt'], EMPTY_FORM.negativePrompt),
    seed: field(stored['seed'], EMPTY_FORM.seed),
    seedLocked: flag(stored['seedLocked'], EMPTY_FORM.seedLocked),
    steps: field(stored['steps'], EMPTY_FORM.steps),
    guidanceScale: field(stored['guidanceScale'], EMPTY_FORM.guidanceScale),
    dynamicGuidance: flag(stored['dynamicGuidance'], EMPTY_FORM.dynamicGuidance),
    frames: field(stored['frames'], EMPTY_FORM.frames),
    width: field(stored['width'], EMPTY_FORM.width),
    height: field(stored['height'], EMPTY_FORM.height),
    devices: devices(stored['devices']),
    parallelism: parallelism(stored['parallelism']),
  };
}
