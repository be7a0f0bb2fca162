/** What the form lets through the app takes, and what it holds back the app would refuse: every field at and past its limits. */
import { describe, expect, it } from 'vitest';
import type { Device, GenerationKind, Model } from '../../electron/contract/index';
import { modelCard } from '../../electron/models/model-card';
import { checkForm, draftsOf } from '../../renderer/create/form/rules';
import type { FormValues } from '../../renderer/create/form/values';
import { MODES } from '../../renderer/create/modes/modes';
import { generationRequestSchema, inspectModel, type ModelInspection, openBundle } from '../../workers/api';
import { Goldens } from '../support/fixtures';

const devices: Device[] = [0, 1].map((i) => ({ id: `cpu:${i}`, name: 'CPU', kind: 'cpu', threads: 1 }));

type Fields = Readonly<Record<string, readonly (number | string)[]>>;

const LONGEST = 'a'.repeat(1_000_000);
const COMMON: Fields = {
  seed: [-1, 0, 0.5, 2 ** 32, Number.MAX_SAFE_INTEGER, 2 ** 53],
  steps: [-1, 0, 1, 1.5, 1000, 1001],
  prompt: ['', ' \n', 'a', LONGEST, `${LONGEST}a`],
  negativePrompt: ['', LONGEST, `${LONGEST}a`],
  guidanceScale: [-0.1, 0, 1, 100, 100.1],
};

const KINDS = {
  'text-to-video': {
    bundle: 'cogvideox-tiny',
    fields: {
      ...COMMON,
      frames: [-8, 0, 1, 2, 7, 8, 8.5, 63, 64],
      width: [-16, 0, 8, 16, 40, 16.5, 8192, 8208],
      height: [-16, 0, 8, 16, 40, 16.5, 8192, 8208],
    },
  },
  'text-to-audio': {
    bundle: 'audioldm2-tiny',
    fields: {
      ...COMMON,
      seconds: [-1, 0, 0.001, 0.015, 0.016, 0.5, 120, 120.1, 1e9],
      waveforms: [-1, 0, 1, 1.5, 16, 17],
    },
  },
} as const;

type Known = { readonly model: Model; readonly inspection: ModelInspection };

async function open(fixture: 'cogvideox-tiny' | 'audioldm2-tiny'): Promise<Known> {
  const bundle = await openBundle(new Goldens(fixture).bundle);
  const inspection = await inspectModel(bundle);
  return { model: modelCard(bundle, inspection, { bundled: true, removable: false }), inspection };
}

function formOf(kind: GenerationKind, model: Model, patch: Readonly<Record<string, unknown>>): FormValues {
  const mode = MODES[kind] as (typeof MODES)['text-to-video'];
  const values = mode.withDefaults(mode.empty, model as Extract<Model, { kind: 'text-to-video' }>);
  return { ...values, prompt: 'a boat', ...patch } as FormValues;
}

/** Whether the app takes what the form would ask for, were it allowed to. */
async function isTaken(values: FormValues, { model, inspection }: Known): Promise<boolean> {
  const mode = MODES[values.kind] as (typeof MODES)['text-to-video'];
  const [asked] = await mode.requests(
    values as Extract<FormValues, { kind: 'text-to-video' }>,
    model as Extract<Model, { kind: 'text-to-video' }>,
  );
  const request = generationRequestSchema.safeParse(asked);
  if (!request.success) return false;
  try {
    inspection.check(request.data);
    return true;
  } catch {
    return false;
  }
}

describe.each(Object.entries(KINDS))('the form of %s', (kind, { bundle, fields }) => {
  it.each(Object.keys(fields))('and the app agree on every %s', async (field) => {
    const known = await open(bundle);
    const verdicts = await Promise.all(
      (fields as Fields)[field]?.map(async (value) => {
        const values = formOf(kind as GenerationKind, known.model, { [field]: value });
        const { ok } = checkForm(values, known.model, devices);
        return { value: String(value).slice(0, 20), ok, taken: await isTaken(values, known) };
      }) ?? [],
    );
    expect(verdicts.map(({ value, ok }) => [value, ok])).toEqual(
      verdicts.map(({ value, taken }) => [value, taken]),
    );
    // One that lets everything through, or nothing, would agree with an app that does the same.
    if (field !== 'prompt') expect(new Set(verdicts.map(({ ok }) => ok)).size).toBe(2);
  });

  it('makes a draft that the app takes from its defaults', async () => {
    const { model, inspection } = await open(bundle);
    const check = checkForm(formOf(kind as GenerationKind, model, {}), model, devices);
    if (!check.ok) throw new Error(check.reason);
    const [draft] = await draftsOf(check);
    expect(() => inspection.check(generationRequestSchema.parse(draft?.request))).not.toThrow();
  });
});
