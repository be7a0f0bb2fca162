import { describe, expect, it } from 'vitest';
import { cpuDevices, makePlan } from '../../workers/api';
import { drawPlan } from './plan';

describe('a drawn plan', () => {
  it('has a line per device and a column per round', () => {
    const plan = makePlan({ steps: 5, degree: 2, warmup: 2, cooldown: 0, devices: 2 });
    expect(drawPlan(plan, cpuDevices(2), 'own')).toBe(
      [
        'ParaStep, degree 2: 5 steps in 4 rounds (2 warm-up, 0 cool-down), reuse own.',
        'cpu:0  0 1 2 4',
        'cpu:1  · · 3 ·',
        'Ideal speed-up 1.25x.',
      ].join('\n'),
    );
  });

  it('joins the steps of one run, and says what that may bring', () => {
    const plan = makePlan({ steps: 10, degree: 4, warmup: 1, cooldown: 0, devices: 2, batch: 2 });
    expect(drawPlan(plan, cpuDevices(2), 'own')).toBe(
      [
        'ParaStep, degree 4: 10 steps in 4 rounds (1 warm-up, 0 cool-down), reuse own, up to 2 steps in one run.',
        'cpu:0  0 1+3 5+7 9',
        'cpu:1  · 2+4 6+8 ·',
        'Ideal speed-up 1.67x, and up to 2.50x where a run takes no longer for several steps than for one.',
      ].join('\n'),
    );
  });
});
