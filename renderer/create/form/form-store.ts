import { create } from 'zustand';
import type { GenerationKind, JobDraft, Model, ModelOf } from '../../../electron/contract/index';
import { loadStepTimes, stepTimesOf, useDevices, useModels } from '../../bridge/catalogue-stores';
import { readyValue } from '../../bridge/loadable';
import { KINDS } from '../../generation/kinds';
import type { Mode } from '../modes/mode';
import { MODES, modeOf } from '../modes/modes';
import { isStored, restoreCommon } from './restore';
import { checkForm, type FormCheck } from './rules';
import {
  type CommonValues,
  commonOf,
  type FormValues,
  type ParallelismValues,
  randomSeed,
  type ValuesOf,
} from './values';

/** Fields are remembered per mode, and so is the mode. */
const storageKey = (name: string): string => `parastep.create.${name}`;
const SAVE_DELAY_MS = 300;

type Forms = { readonly [K in GenerationKind]: ValuesOf<K> };
type FormState = {
  readonly kind: GenerationKind;
  readonly forms: Forms;
  /** The form of the mode that is chosen. */
  readonly values: FormValues;
};

function read(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(storageKey(name)) ?? 'null');
  } catch {
    // Storage may be damaged or forbidden; the form then starts empty.
    return null;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(storageKey(name), JSON.stringify(value));
  } catch {
    // A prompt too big for the storage is not remembered; nothing else depends on it.
  }
}

export function restoreForm<K extends GenerationKind>(kind: K, stored: unknown): ValuesOf<K> {
  const mode: Mode<K> = MODES[kind];
  return isStored(stored) ? mode.restore(stored, restoreCommon(stored)) : mode.empty;
}

function initialState(): FormState {
  const restored = KINDS.map((kind) => [kind, restoreForm(kind, read(kind))]);
  const forms = Object.fromEntries(restored) as unknown as Forms;
  const kind = KINDS.find((known) => known === read('mode')) ?? KINDS[0];
  return { kind, forms, values: forms[kind] };
}

export const useForm = create<FormState>()(initialState);

let saving: ReturnType<typeof setTimeout> | undefined;
useForm.subscribe(({ kind, values }) => {
  clearTimeout(saving);
  saving = setTimeout(() => {
    write('mode', kind);
    write(kind, values);
  }, SAVE_DELAY_MS);
});

/** Puts a form in the place of the one of its kind, and shows that kind. */
function put(values: FormValues): void {
  useForm.setState(({ forms }) => ({
    kind: values.kind,
    forms: { ...forms, [values.kind]: values },
    values,
  }));
}

/** Changes what every kind has, in the form that is shown. */
export const changeForm = (patch: Partial<CommonValues>): void =>
  put({ ...useForm.getState().values, ...patch });

export function changeFormOf<K extends GenerationKind>(kind: K, patch: Partial<ValuesOf<K>>): void {
  const { kind: shown, forms } = useForm.getState();
  const changed = { ...forms, [kind]: { ...forms[kind], ...patch } };
  useForm.setState({ forms: changed, values: changed[shown] });
}

export const changeParallelism = (patch: Partial<ParallelismValues>): void =>
  changeForm({ parallelism: { ...useForm.getState().values.parallelism, ...patch } });

export const chooseKind = (kind: GenerationKind): void => put(useForm.getState().forms[kind]);

/** Takes a model with its recommended numbers, and shows its kind. */
export const chooseModel = (model: Model): void => {
  const { forms } = useForm.getState();
  put(modeOf(model.kind).withDefaults(forms[model.kind], model));
};

export const rollSeed = (): void => changeForm({ seed: randomSeed() });

/** Fills the form with what made a clip. */
export function reuseDraft(draft: JobDraft, { keepSeed }: { readonly keepSeed: boolean }): void {
  const values = fromDraft(draft);
  put(keepSeed ? values : { ...values, seed: randomSeed(), seedLocked: false });
}

/** A form that makes the same clip again. */
export const fromDraft = (draft: JobDraft): FormValues =>
  modeOf(draft.request.kind).fromRequest(draft.request, commonOf(draft));

const presentModels = (): readonly Model[] => readyValue(useModels.getState().models)?.models ?? [];

function pickModel({ kind, model }: FormValues, models: readonly Model[]): Model | undefined {
  return models.find((candidate) => candidate.kind === kind && candidate.id === model);
}

/**
 * Every form without a known model takes the first of its kind, with its defaults; a mode without any model is
 * left for one that has one.
 */
function settleModels(): void {
  const models = presentModels();
  if (models.length === 0) return;
  const { kind, forms } = useForm.getState();
  for (const values of Object.values(forms)) {
    const first = models.find((model) => model.kind === values.kind);
    if (first === undefined || pickModel(values, models) !== undefined) continue;
    const fresh = values.model === '' && values.seed === 0;
    const settled = modeOf(values.kind).withDefaults(values, first);
    changeFormOf(values.kind, fresh ? { ...settled, seed: randomSeed() } : settled);
  }
  const usable = KINDS.filter((candidate) => models.some((model) => model.kind === candidate));
  const [other] = usable;
  if (other !== undefined && !usable.includes(kind)) chooseKind(other);
}
useModels.subscribe(settleModels);

useForm.subscribe(({ values }, before) => {
  if (values.model !== before.values.model) void loadStepTimes(values.model);
});

const NO_MODELS: readonly Model[] = [];

export const useModelList = (): readonly Model[] =>
  useModels(({ models }) => readyValue(models)?.models ?? NO_MODELS);

export function useFormModel(): Model | undefined {
  const values = useForm((state) => state.values);
  return pickModel(values, useModelList());
}

export function useModelOf<K extends GenerationKind>(kind: K): ModelOf<K> | undefined {
  const values = useForm(({ forms }) => forms[kind]);
  return pickModel(values, useModelList()) as ModelOf<K> | undefined;
}

export const useFormOf = <K extends GenerationKind>(kind: K): ValuesOf<K> =>
  useForm(({ forms }): ValuesOf<K> => forms[kind]);

export function checkNow(): FormCheck {
  const { values } = useForm.getState();
  const model = pickModel(values, presentModels());
  return checkForm(values, model, readyValue(useDevices.getState().devices), stepTimesOf(model?.id));
}
