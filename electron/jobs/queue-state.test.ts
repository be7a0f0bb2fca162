import { describe, expect, it } from 'vitest';
import { makePlan } from '../../workers/api';
import type { Job, JobState, Queue } from '../contract';
import * as state from './queue-state';

const job = (id: string, jobState: JobState = 'waiting'): Job => ({
  id,
  createdAt: 0,
  startedAt: null,
  draft: {
    model: 'm',
    request: {
      kind: 'text-to-video',
      prompt: id,
      negativePrompt: '',
      seed: 0,
      steps: 1,
      guidanceScale: 1,
      dynamicGuidance: false,
      frames: 1,
      width: 16,
      height: 16,
      fps: 8,
    },
    parallelism: { devices: ['cpu:0'], degree: 1, warmup: 0, cooldown: 0, reuse: 'own' },
  },
  modelTitle: 'M',
  plan: makePlan({ steps: 1, degree: 1, warmup: 0, cooldown: 0, devices: 1 }),
  idealSpeedup: 1,
  state: jobState,
  progress: null,
  notices: [],
  error: null,
});

const queue = (...jobs: Job[]): Queue => ({ jobs: state.sorted(jobs), paused: false });
const order = ({ jobs }: Queue): string => jobs.map(({ id }) => id).join('');
const initial = queue(job('x', 'failed'), job('a'), job('r', 'running'), job('b'), job('c'));

describe('the queue', () => {
  it('stands with the running job first, the waiting ones in their order, and the ended ones last', () => {
    expect(order(initial)).toBe('rabcx');
  });

  it.each([
    ['c', 'a', 'rcabx'],
    ['a', 'c', 'rbacx'],
    ['a', null, 'rbcax'],
    ['b', 'b', 'rabcx'],
    // Before a running job means first of the waiting ones; before an ended one means last.
    ['c', 'r', 'rcabx'],
    ['a', 'x', 'rbcax'],
  ])('moves %s before %s', (id, before, expected) => {
    expect(order(state.moved(initial, id, before))).toBe(expected);
  });

  it.each([
    ['r', null],
    ['x', null],
    ['nobody', null],
    ['a', 'nobody'],
  ])('refuses to move %s before %s', (id, before) => {
    expect(() => state.moved(initial, id, before)).toThrow(/\.$/);
  });

  it('puts the job that ended last before the others that ended', () => {
    const after = state.ended(initial, 'r', { state: 'cancelled' });
    expect(order(after)).toBe('abcrx');
    expect(state.running(after)).toBeUndefined();
    expect(state.nextWaiting(after)?.id).toBe('a');
  });

  it('puts a job that is tried again at the end of the waiting ones, as if it were new', () => {
    const failed = { ...job('x', 'failed'), startedAt: 5, notices: ['cut'] };
    const after = state.waitAgain(initial, failed);
    expect(order(after)).toBe('rabcx');
    expect(state.find(after, 'x')).toEqual(job('x'));
  });
});
