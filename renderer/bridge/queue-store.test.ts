import { beforeEach, expect, it } from 'vitest';
import type { Job } from '../../electron/contract/index';
import { LOADING, readyValue } from './loadable';
import { activeJobs, applyProgress, applyQueue, findJob, useQueue } from './queue-store';

/** Only what the store looks at. */
const job = (id: string, state: Job['state'], patch: object = {}): Job =>
  ({ id, state, draft: { model: 'demo' }, plan: { steps: 4 }, progress: null, ...patch }) as Job;

beforeEach(() => useQueue.setState(useQueue.getInitialState()));

it('follows how far a job has come', () => {
  const [waiting, running] = [job('b', 'waiting'), job('a', 'running')];
  applyQueue({ jobs: [running, waiting], paused: true });
  const progress = { stage: 'denoise', done: 3, total: 50, secondsLeft: null } as const;
  applyProgress({ jobId: 'a', progress });
  expect(readyValue(useQueue.getState().queue)).toEqual({
    jobs: [{ ...running, progress }, waiting],
    paused: true,
  });
  // Whatever is drawn of another job, or of this one's request, is not drawn again.
  expect(findJob('b')).toBe(waiting);
  expect(findJob('a')?.draft).toBe(running.draft);
});

it('brings back no job that has left the queue, and needs none to have been told of', () => {
  const progress = { stage: 'save', done: 1, total: 1, secondsLeft: 0 } as const;
  applyProgress({ jobId: 'a', progress });
  expect(useQueue.getState().queue).toEqual(LOADING);
  applyQueue({ jobs: [], paused: false });
  applyProgress({ jobId: 'a', progress });
  expect(readyValue(useQueue.getState().queue)).toEqual({ jobs: [], paused: false });
});

it('leaves a job alone that has ended, though its last progress is drawn later', () => {
  const ended = job('a', 'cancelled');
  applyQueue({ jobs: [ended], paused: false });
  applyProgress({ jobId: 'a', progress: { stage: 'denoise', done: 3, total: 50, secondsLeft: 1 } });
  expect(findJob('a')).toBe(ended);
});

it('counts as active what runs or waits', () => {
  const jobs = [job('a', 'running'), job('b', 'waiting'), job('c', 'failed'), job('d', 'interrupted')];
  expect(activeJobs(jobs).map(({ id }) => id)).toEqual(['a', 'b']);
});
