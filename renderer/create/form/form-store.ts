import { create } from 'zustand';
import type { Device, JobDraft, Model } from '../../../electron/contract/index';
import { useDevices, useModels } from '../../bridge/catalogue-stores';
import { readyValue } from '../../bridge/loadable';
import { restoreForm } from './restore';
import { checkForm, type FormCheck } from './rules';
import { type FormValues, fromDraft, type ParallelismValues, randomSeed, withModelDefaults } from './values';

/** Fields are remembered per mode. */
const STORAGE_KEY = 'parastep.create.text-to-video';
const SAVE_DELAY_MS = 300;

type FormState = { readonly values: FormValues };

function readStored(): FormValues {
  try {
    return restoreForm(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null'));
  } catch {
    // Storage may be damaged or forbidden; the form then starts empty.
    return restoreForm(null);
  }
}

export const useForm = create<FormState>()(() => ({ values: readStored() }));

let saving: ReturnType<typeof setTimeout> | undefined;
useForm.subscribe(({ values }) => {
  clearTimeout(saving);
  saving = setTimeout(() => {
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(values));
    } catch {
      // A prompt too big for the storage is not remembered; nothing else depends on it.
    }
  }, SAVE_DELAY_MS);
});

export function changeForm(patch: Partial<FormValues>): void {
  useForm.setState(({ values }) => ({ values: { ...values, ...patch } }));
}

export function changeParallelism(patch: Partial<ParallelismValues>): void {
  useForm.setState(({ values }) => ({
    values: { ...values, parallelism: { ...values.parallelism, ...patch } },
  }));
}

export function chooseModel(model: Model): void {
  useForm.setState(({ values }) => ({ values: withModelDefaults(values, model) }));
}

export const rollSeed = (): void => changeForm({ seed: randomSeed() });

/** Fills the form with what made a clip. */
export function reuseDraft(draft: JobDraft, { keepSeed }: { readonly keepSeed: boolean }): void {
  const values = fromDraft(draft);
  useForm.setState({ values: keepSeed ? values : { ...values, seed: randomSeed(), seedLocked: false } });
}

/** The form's model; the first one there is when the remembered one is gone. */
export function pickModel(models: readonly Model[], id: string): Model | undefined {
  return models.find((model) => model.id === id);
}

/** Without a known model the form takes the first there is, with its defaults. */
function settleModel(): void {
  const models = readyValue(useModels.getState().models)?.models ?? [];
  const { values } = useForm.getState();
  const [first] = models;
  if (first === undefined || pickModel(models, values.model) !== undefined) return;
  const fresh = values.model === '' && values.prompt === '' && values.seed === 0;
  chooseModel(first);
  if (fresh) rollSeed();
}
useModels.subscribe(settleModel);

export function useFormModel(): Model | undefined {
  const id = useForm(({ values }) => values.model);
  return useModels(({ models }) => pickModel(readyValue(models)?.models ?? [], id));
}

export function checkNow(): FormCheck {
  const { values } = useForm.getState();
  const model = pickModel(readyValue(useModels.getState().models)?.models ?? [], values.model);
  const devices: Device[] | undefined = readyValue(useDevices.getState().devices);
  return checkForm(values, model, devices);
}
