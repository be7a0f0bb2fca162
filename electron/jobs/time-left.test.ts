import { describe, expect, it } from 'vitest';
import { makePlan, sequentialPlan } from '../../workers/api';
import { TimeLeft } from './time-left';

const stages = { load: 1000, encode: 500, denoise: 20_000, decode: 3000, save: 500 };

describe('the time left', () => {
  it('is unknown without a past, until the stage tells of itself', () => {
    const timeLeft = new TimeLeft(sequentialPlan(20), undefined);
    expect(timeLeft.after({ stage: 'load', secondsLeft: null }, 0)).toBeNull();
    expect(timeLeft.after({ stage: 'denoise', secondsLeft: 7 }, 0)).toBe(7);
  });

  it('adds what later stages took', () => {
    const timeLeft = new TimeLeft(sequentialPlan(20), { stages, rounds: 20 });
    expect(timeLeft.after({ stage: 'denoise', secondsLeft: 8 }, 0)).toBeCloseTo(8 + 3 + 0.5);
    expect(timeLeft.after({ stage: 'save', secondsLeft: 0.1 }, 0)).toBeCloseTo(0.1);
  });

  it('counts a stage down by the clock while it does not tell of itself', () => {
    const timeLeft = new TimeLeft(sequentialPlan(20), { stages, rounds: 20 });
    expect(timeLeft.after({ stage: 'decode', secondsLeft: null }, 1000)).toBeCloseTo(3.5);
    expect(timeLeft.after({ stage: 'decode', secondsLeft: null }, 3000)).toBeCloseTo(1.5);
    expect(timeLeft.after({ stage: 'decode', secondsLeft: null }, 9000)).toBeCloseTo(0.5);
  });

  it('takes the denoising for as long as the plan has rounds', () => {
    const plan = makePlan({ steps: 20, degree: 2, warmup: 4, cooldown: 0, devices: 2 });
    const timeLeft = new TimeLeft(plan, { stages, rounds: 20 });
    expect(timeLeft.after({ stage: 'encode', secondsLeft: 0 }, 0)).toBeCloseTo(12 + 3 + 0.5);
  });
});
