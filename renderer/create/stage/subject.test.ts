import { beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../electron/contract/index';
import { applyQueue, useQueue } from '../../bridge/queue-store';
import { noteFinished, useLibraryChanges } from '../../bridge/result-stores';
import { jobsBefore, showExamples, showJob, showResult, useStage } from './subject';

/** Only what the stage looks at. */
const job = (id: string, state: Job['state']): Job => ({ id, state }) as Job;
const subject = () => useStage.getState().subject;

beforeEach(() => {
  useQueue.setState(useQueue.getInitialState());
  useLibraryChanges.setState(useLibraryChanges.getInitialState());
  showExamples();
});

describe('the stage', () => {
  it('shows the running job when the window opens on one', () => {
    applyQueue({ jobs: [job('a', 'running'), job('b', 'waiting')], paused: false });
    expect(subject()).toEqual({ kind: 'job', id: 'a' });
  });

  it('is not taken over by jobs that start later', () => {
    applyQueue({ jobs: [], paused: false });
    showResult('old');
    applyQueue({ jobs: [job('a', 'running')], paused: false });
    expect(subject()).toEqual({ kind: 'result', id: 'old' });
  });

  it('turns the job that it shows into its result, and no other', () => {
    showJob('a');
    noteFinished('b');
    expect(subject()).toEqual({ kind: 'job', id: 'a' });
    noteFinished('a');
    expect(subject()).toEqual({ kind: 'result', id: 'a' });
  });

  it('counts the jobs before a waiting one', () => {
    const jobs = [job('a', 'running'), job('b', 'waiting'), job('c', 'waiting'), job('d', 'failed')];
    expect(jobsBefore(jobs, 'c')).toBe(2);
    expect(jobsBefore(jobs, 'gone')).toBe(0);
  });
});
