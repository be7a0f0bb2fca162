import { describe, expect, it } from 'vitest';
import { planName } from '../contract/benchmark';
import { plansToMeasure } from './plans-to-measure';

const names = (choice: Partial<Parameters<typeof plansToMeasure>[0]>): string[] =>
  plansToMeasure({
    ...{ steps: 20, warmup: 4, cooldown: 0, degrees: [2], batches: [1] },
    ...{ reuses: ['own'], devices: ['a', 'b', 'c'] },
    ...choice,
  }).map((plan) => planName({ ...plan, devices: [...plan.devices] }));

describe('plans to measure', () => {
  it('begins with the sequential one, which the others are compared with', () => {
    expect(names({})).toEqual(['sequential on a', 'degree 2 on 2 devices, warm-up 4, own']);
  });

  it('measures every degree with every strategy once', () => {
    expect(names({ degrees: [3, 2, 2], reuses: ['own', 'freshest', 'own'] })).toEqual([
      'sequential on a',
      'degree 2 on 2 devices, warm-up 4, own',
      'degree 2 on 2 devices, warm-up 4, freshest',
      'degree 3 on 3 devices, warm-up 4, own',
      'degree 3 on 3 devices, warm-up 4, freshest',
    ]);
  });

  it('measures several steps in a run on one device and on several', () => {
    expect(names({ batches: [1, 2] })).toEqual([
      'sequential on a',
      'degree 2 on 2 devices, warm-up 4, own',
      'degree 2 on 1 device, 2 in a run, warm-up 4, own',
      'degree 4 on 2 devices, 2 in a run, warm-up 4, own',
    ]);
  });

  it('gives each device its steps of a round in one run', () => {
    const [, batched] = plansToMeasure({
      ...{ steps: 20, warmup: 4, cooldown: 0, degrees: [], batches: [4] },
      ...{ reuses: ['own'], devices: ['a'] },
    });
    const round = batched?.plan.rounds.find(({ kind }) => kind === 'parallel');
    expect(round?.evaluations.map(({ device, batch }) => ({ device, batch }))).toEqual(
      Array(4).fill({ device: 0, batch: 0 }),
    );
  });

  it('refuses more at the same time than there are devices', () => {
    expect(() => names({ degrees: [4] })).toThrow('Degree 4 needs 4 devices and 3 were chosen');
  });
});
