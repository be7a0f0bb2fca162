import { describe, expect, it } from 'vitest';
import type { Device, ModelOf } from '../../../electron/contract/index';
import { textToVideo } from '../../create/modes/text-to-video';
import { checkOrder, orderOf } from './order';
import type { OrderValues } from './order-store';

const model = {
  ...{ id: 'tiny', title: 'Tiny', kind: 'text-to-video', examples: ['a boat'] },
  limits: { sizeUnit: 16, frameCounts: [9], maxSteps: 1000, promptTokens: 16 },
  defaults: {
    ...{ steps: 20, guidanceScale: 6, frames: 9, width: 32, height: 32, fps: 8, negativePrompt: '' },
    ...{ warmup: 5, cooldown: 1 },
  },
} as unknown as ModelOf<'text-to-video'>;
const form = { ...textToVideo.withDefaults(textToVideo.empty, model), seed: 7 };
const devices = ['cpu:0', 'cpu:1', 'cpu:2'].map((id): Device => ({ id, name: 'P', kind: 'cpu', threads: 1 }));
const values: OrderValues = {
  ...{ kind: 'plans', devices: null, degrees: null, reuses: ['own', 'freshest'], seeds: 2 },
  batches: [1],
  ...{ stepMs: 50, paperDegrees: [] },
};

const check = (change: Partial<OrderValues> = {}) =>
  checkOrder({ ...values, ...change }, form, model, devices);
const reason = (change: Partial<OrderValues>) => {
  const checked = check(change);
  return checked.ok ? undefined : checked.reason;
};

describe('what a benchmark is asked for', () => {
  it('is what Create holds, at the highest degree, with an example where no prompt is written', async () => {
    const checked = check();
    if (!checked.ok) throw new Error(checked.reason);
    expect(checked.runs).toBe(3 * 3);
    expect(await orderOf(checked)).toMatchObject({
      ...{ kind: 'plans', model: 'tiny', seeds: 2, devices: ['cpu:0', 'cpu:1', 'cpu:2'] },
      ...{ degrees: [3], reuses: ['own', 'freshest'], warmup: 5, cooldown: 1 },
      request: { kind: 'text-to-video', prompt: 'a boat', steps: 20, seed: 7 },
    });
  });

  it('leaves out degrees that the devices do not allow, and is sequential alone on one', () => {
    const checked = check({ devices: ['cpu:1'], degrees: [2, 3] });
    expect(checked).toMatchObject({ ok: true, runs: 3, order: { devices: ['cpu:1'], degrees: [] } });
  });

  it('counts several steps in a run on every number of devices, and on one alone', () => {
    const checked = check({ degrees: [2, 3], batches: [1, 2], reuses: ['own'] });
    expect(checked).toMatchObject({ ok: true, runs: (1 + 2 + 3) * 3, order: { batches: [1, 2] } });
    expect(reason({ batches: [] })).toBe('Choose at least one number of steps in a run.');
  });

  it('is refused with a sentence', () => {
    expect(reason({ seeds: 0 })).toBe('Take 1 to 100 seeds.');
    expect(reason({ seeds: '' })).toBe('Take 1 to 100 seeds.');
    expect(reason({ reuses: [] })).toBe('Choose at least one way to reuse.');
    expect(reason({ devices: [] })).toBe('Choose at least one device.');
    const wide = checkOrder(values, { ...form, width: 40 }, model, devices);
    expect(wide).toMatchObject({ ok: false, reason: expect.stringMatching(/multiples of 16/) });
  });
});
