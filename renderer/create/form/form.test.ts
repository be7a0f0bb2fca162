import { describe, expect, it } from 'vitest';
import { type Device, type JobDraft, largestBatch, type ModelOf } from '../../../electron/contract/index';
import type { StepTime } from '../../bridge/catalogue-stores';
import { MODES } from '../modes/modes';
import { fromDraft, restoreForm } from './form-store';
import { choosePlan } from './plan-choice';
import { checkForm, draftsOf, type FormCheck } from './rules';
import type { TextToVideoValues } from './values';

const { empty, withDefaults } = MODES['text-to-video'];

const model: ModelOf<'text-to-video'> = {
  id: 'demo',
  title: 'Demo',
  description: '',
  license: 'Apache-2.0',
  source: '',
  kind: 'text-to-video',
  folder: '/models/demo',
  bytes: 1,
  bundled: true,
  removable: false,
  limits: { sizeUnit: 16, frameCounts: [1, 9, 17], maxSteps: 1000, promptTokens: 64 },
  defaults: {
    steps: 50,
    guidanceScale: 5,
    frames: 17,
    width: 64,
    height: 64,
    fps: 8,
    negativePrompt: '',
    warmup: 13,
    cooldown: 2,
  },
  examples: [],
};

const devices: Device[] = [0, 1].map((i) => ({ id: `cpu:${i}`, name: 'CPU', kind: 'cpu', threads: 1 }));

const form = (patch: Partial<TextToVideoValues> = {}): TextToVideoValues => ({
  ...withDefaults(empty, model),
  prompt: 'a red balloon rising',
  ...patch,
});

const byHand = (patch: Partial<TextToVideoValues['parallelism']>): Partial<TextToVideoValues> => ({
  parallelism: { ...empty.parallelism, automatic: false, degree: 2, warmup: 5, cooldown: 0, ...patch },
});

async function draftOf(check: FormCheck): Promise<JobDraft> {
  if (!check.ok) throw new Error(check.reason);
  const [draft] = await draftsOf(check);
  if (draft === undefined) throw new Error('Nothing is asked for.');
  return draft;
}

describe('the automatic choice', () => {
  it('takes one slot per device and the exact steps of the model', () => {
    const choice = choosePlan(form(), model, devices);
    expect(choice.ok && choice.plan).toMatchObject({ degree: 2, warmup: 13, cooldown: 2 });
  });

  it('is sequential on one device', () => {
    const choice = choosePlan(form(), model, devices.slice(0, 1));
    expect(choice.ok && choice.plan).toMatchObject({ degree: 1, warmup: 0, cooldown: 0 });
  });

  it('leaves out a device that is too slow, says why, and still offers it to the app', async () => {
    const times = new Map([
      ['cpu:0', { stepMs: 500, batches: [] }],
      ['cpu:1', { stepMs: 9000, batches: [] }],
    ]);
    const check = checkForm(form(), model, devices, times);
    expect(check.ok && check.plan).toMatchObject({ devices: ['cpu:0'], speedup: 1 });
    expect(check.ok && check.plan.notices).toEqual([expect.stringMatching(/^cpu:1 is left out/)]);
    expect((await draftOf(check)).parallelism.devices).toEqual(['cpu:0', 'cpu:1']);
  });

  it('lets a device predict several steps in one run where that has been measured to pay', async () => {
    const quick = { stepMs: 100, batches: [{ steps: 2, ms: 110 }] };
    const slow = { stepMs: 100, batches: [{ steps: 2, ms: 198 }] };
    const chosen = (time: StepTime) =>
      choosePlan(form(), model, devices, new Map(devices.map(({ id }) => [id, time])));
    expect(chosen(quick)).toMatchObject({ ok: true, plan: { degree: 4 } });
    expect(chosen(slow)).toMatchObject({ ok: true, plan: { degree: 2 } });
    const check = checkForm(form(), model, devices, new Map(devices.map(({ id }) => [id, quick])));
    expect(check.ok && largestBatch(check.plan.plan)).toBe(2);
    // The app decides anew when the job starts.
    expect((await draftOf(check)).parallelism).toMatchObject({ automatic: true });
  });

  it('does not tick a card that does not start', () => {
    const problem = 'cuda:0 cannot be used: the libraries of CUDA are missing. Install CUDA 12.';
    const broken: Device = { id: 'cuda:0', name: 'RTX', kind: 'accelerator', provider: 'cuda', problem };
    const choice = choosePlan(form(), model, [broken, ...devices]);
    expect(choice.ok && choice.devices).toEqual(['cpu:0', 'cpu:1']);
  });

  it('always makes a plan, however few the steps', () => {
    for (let steps = 1; steps <= 20; steps++) {
      expect(choosePlan(form({ steps }), model, devices).ok).toBe(true);
    }
  });

  it('says the ideal speed-up of the formula', () => {
    const choice = choosePlan(form(), model, devices);
    expect(choice.ok && choice.speedup).toBeCloseTo(50 / (13 + Math.ceil(35 / 2) + 2), 10);
  });
});

describe('the choice by hand', () => {
  it('uses only as many devices as the degree needs', () => {
    const choice = choosePlan(form(byHand({ degree: 1 })), model, devices);
    expect(choice.ok && choice.devices).toEqual(['cpu:0']);
  });

  it('puts as many steps into a run as it is told', async () => {
    const check = checkForm(form(byHand({ degree: 4, batch: 2 })), model, devices);
    expect(check.ok && [check.plan.plan.degree, largestBatch(check.plan.plan)]).toEqual([4, 2]);
    const draft = await draftOf(check);
    expect(draft.parallelism).toMatchObject({ degree: 4, batch: 2 });
    expect(fromDraft(draft).parallelism).toMatchObject({ automatic: false, batch: 2 });
  });

  it.each([
    [{ batch: 17 }, /A run holds 16 steps at most/],
    [{ degree: 9, batch: 2 }, /Degree 9 needs 3 devices and 2 are chosen/],
    [{ degree: 5 }, /Degree 5 needs 3 devices and 2 are chosen/],
    [{ warmup: 40, cooldown: 20 }, /40 warm-up and 20 cool-down steps do not fit into 50 steps/],
    [{ warmup: 0 }, /at least 1 warm-up step/],
    [{ warmup: '' }, /Give degree, warm-up, cool-down and steps in a run/],
  ] as const)('refuses %j with a sentence', (patch, sentence) => {
    const choice = choosePlan(form(byHand(patch)), model, devices);
    expect(choice.ok ? '' : choice.problem).toMatch(sentence);
  });
});

describe('the form', () => {
  it('becomes a draft when nothing is wrong', async () => {
    const draft = await draftOf(checkForm(form({ seed: 7 }), model, devices));
    expect(draft).toEqual({
      model: 'demo',
      request: {
        kind: 'text-to-video',
        prompt: 'a red balloon rising',
        negativePrompt: '',
        seed: 7,
        steps: 50,
        guidanceScale: 5,
        dynamicGuidance: false,
        frames: 17,
        width: 64,
        height: 64,
        fps: 8,
      },
      parallelism: {
        devices: ['cpu:0', 'cpu:1'],
        degree: 2,
        automatic: true,
        warmup: 13,
        cooldown: 2,
        reuse: 'own',
      },
    });
  });

  it('comes back from its own draft', async () => {
    const draft = await draftOf(checkForm(form({ seed: 7 }), model, devices));
    expect(await draftOf(checkForm(fromDraft(draft), model, devices))).toEqual(draft);
  });

  it('waits for a prompt without calling that an error', () => {
    const check = checkForm(form({ prompt: '  ' }), model, devices);
    expect(check).toMatchObject({ ok: false, reason: 'Write a prompt first.', problems: {} });
  });

  it.each([
    ['width', { width: 70 }, 'This model makes multiples of 16 pixels, such as 64.'],
    ['height', { height: 1 }, 'This model makes multiples of 16 pixels, such as 16.'],
    ['height', { height: 100_000 }, 'This model makes multiples of 16 pixels, such as 8192.'],
    ['frames', { frames: 12 }, 'This model cannot make that many frames: choose 9, for example.'],
    ['steps', { steps: 0 }, 'This model takes 1 to 1000 steps.'],
    ['steps', { steps: 1001 }, 'This model takes 1 to 1000 steps.'],
    ['seed', { seed: -1 }, 'A seed is a whole number from 0 up.'],
    ['seed', { seed: '' }, 'A seed is a whole number from 0 up.'],
    ['guidanceScale', { guidanceScale: 101 }, 'Guidance is a number from 0 to 100.'],
    ['parallelism', { devices: [] }, 'Choose at least one device.'],
    [
      'prompt',
      { prompt: 'x'.repeat(1_000_001) },
      'This text is too long: keep it under a million characters.',
    ],
  ] as const)('names what is wrong with %s', (field, patch, sentence) => {
    const check = checkForm(form(patch), model, devices);
    expect(check.problems[field]).toBe(sentence);
    expect(check.ok ? '' : check.reason).toBe(sentence);
  });

  it('takes a long paste', () => {
    expect(checkForm(form({ prompt: 'word '.repeat(20_000) }), model, devices).ok).toBe(true);
  });

  it('leaves out devices that are gone', async () => {
    const draft = await draftOf(checkForm(form({ devices: ['cpu:7', 'cpu:1'] }), model, devices));
    expect(draft.parallelism.devices).toEqual(['cpu:1']);
  });
});

describe('the remembered form', () => {
  it('survives a round through storage', () => {
    const values = form(byHand({ reuse: 'freshest', degree: '' }));
    expect(restoreForm('text-to-video', JSON.parse(JSON.stringify(values)))).toEqual(values);
  });

  it('takes what makes sense from a damaged store', () => {
    const restored = restoreForm('text-to-video', {
      prompt: 'kept',
      steps: 'many',
      seed: Number.NaN,
      devices: [1, 2],
      parallelism: { reuse: 'best', degree: 4 },
    });
    expect(restored).toEqual({
      ...empty,
      prompt: 'kept',
      parallelism: { ...empty.parallelism, degree: 4 },
    });
  });

  it.each([[null], [7], ['text'], [[]]])('starts empty from %j', (stored) => {
    expect(restoreForm('text-to-video', stored)).toEqual(empty);
  });
});
