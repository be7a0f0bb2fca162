import { beforeEach, describe, expect, it } from 'vitest';
import type { EvaluationEvent, Job } from '../../electron/contract/index';
import { applyQueue, useQueue } from './queue-store';
import { applyEvaluations, applyHistory, applyPreview, useTelemetry } from './telemetry-store';

const evaluation = (step: number): EvaluationEvent => ({
  round: step,
  kind: 'warm-up',
  slot: 0,
  step,
  branch: 'both',
  device: 'cpu:0',
  dispatched: step,
  started: step,
  ended: step + 1,
  received: step + 1,
  bytesDown: 1,
  bytesUp: 1,
  headerBytes: 0,
  drift: null,
});

const preview = (jobId: string, step: number) => ({
  jobId,
  step,
  frames: 1,
  width: 1,
  height: 1,
  fps: 8,
  rgb: new Uint8Array(3),
});

/** Only what the store looks at. */
const tellQueue = (state: Job['state']): void =>
  applyQueue({ jobs: [{ id: 'a', state } as Job], paused: false });

beforeEach(() => {
  useQueue.setState(useQueue.getInitialState());
  useTelemetry.setState({ jobs: new Map(), previews: new Map() });
});

describe('telemetry store', () => {
  it('appends batches of one job in order and keeps jobs apart', () => {
    applyEvaluations([
      { jobId: 'a', events: [evaluation(0)] },
      { jobId: 'b', events: [evaluation(7)] },
      { jobId: 'a', events: [evaluation(1), evaluation(2)] },
    ]);
    applyEvaluations([{ jobId: 'a', events: [evaluation(3)] }]);
    const { jobs } = useTelemetry.getState();
    expect(jobs.get('a')?.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    expect(jobs.get('b')?.map(({ step }) => step)).toEqual([7]);
  });

  it('starts over when a job runs again under its id', () => {
    applyEvaluations([{ jobId: 'a', events: [evaluation(0), evaluation(1)] }]);
    applyEvaluations([{ jobId: 'a', events: [evaluation(0)] }]);
    expect(
      useTelemetry
        .getState()
        .jobs.get('a')
        ?.map(({ step }) => step),
    ).toEqual([0]);
  });

  // Two states of the queue that come between two frames are told as one.
  it.each(['waiting', 'running'] as const)('forgets the earlier run of a job that is %s again', (again) => {
    tellQueue('running');
    for (const jobId of ['a', 'b']) {
      applyEvaluations([{ jobId, events: [evaluation(0)] }]);
      applyPreview(preview(jobId, 3));
    }
    const known = (): string[] => {
      const { jobs, previews } = useTelemetry.getState();
      return [...jobs.keys(), ...previews.keys()];
    };
    tellQueue('failed');
    expect(known()).toEqual(['a', 'b', 'a', 'b']);
    tellQueue(again);
    expect(known()).toEqual(['b', 'b']);
    applyPreview(preview('a', 0));
    tellQueue('running');
    expect(known()).toEqual(['b', 'b', 'a']);
  });

  it('takes in what was missed and keeps what has come since', () => {
    applyEvaluations([{ jobId: 'a', events: [evaluation(2), evaluation(3)] }]);
    applyHistory('a', [evaluation(0), evaluation(1), evaluation(2)]);
    const steps = () =>
      useTelemetry
        .getState()
        .jobs.get('a')
        ?.map(({ step }) => step);
    expect(steps()).toEqual([0, 1, 2, 3]);
    applyHistory('a', [evaluation(0), evaluation(1), evaluation(2), evaluation(3)]);
    expect(steps()).toEqual([0, 1, 2, 3]);
  });

  it('forgets the jobs that were heard of longest ago', () => {
    for (const jobId of ['a', 'b', 'c', 'd']) applyPreview(preview(jobId, 0));
    applyPreview(preview('a', 1));
    applyPreview(preview('e', 0));
    const { previews } = useTelemetry.getState();
    expect([...previews.keys()]).toEqual(['c', 'd', 'a', 'e']);
    expect(previews.get('a')?.step).toBe(1);
  });
});
