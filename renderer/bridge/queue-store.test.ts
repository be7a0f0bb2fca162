import { beforeEach, expect, it } from 'vitest';
import type { Job } from '../../electron/contract/index';
import { activeJobs, applyQueue, findJob, useQueue } from './queue-store';

/** Only what the store looks at. */
const job = (id: string, state: Job['state'], patch: object = {}): Job =>
  ({ id, state, draft: { model: 'demo' }, plan: { steps: 4 }, progress: null, ...patch }) as Job;

beforeEach(() => useQueue.setState(useQueue.getInitialState()));

it('keeps what a job was asked for as the same object while its progress goes on', () => {
  applyQueue({ jobs: [job('a', 'waiting')], paused: false });
  const before = findJob('a');
  applyQueue({ jobs: [job('a', 'running', { progress: { done: 1 } })], paused: false });
  const after = findJob('a');
  expect(after?.draft).toBe(before?.draft);
  expect(after?.plan).toBe(before?.plan);
  expect(after).toMatchObject({ state: 'running', progress: { done: 1 } });
});

it('counts as active what runs or waits', () => {
  const jobs = [job('a', 'running'), job('b', 'waiting'), job('c', 'failed'), job('d', 'interrupted')];
  expect(activeJobs(jobs).map(({ id }) => id)).toEqual(['a', 'b']);
});
