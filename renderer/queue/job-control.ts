/** What can be done to a job that does not run. */
import { request } from '../bridge/client';
import { attempt } from '../design/notify';

export const retryJob = (id: string): void =>
  attempt('The job could not be put back', () => request('queue.retry', { job: id }));

export const removeJob = (id: string): void =>
  attempt('The job could not be removed', () => request('queue.remove', { job: id }));

export const moveJob = (id: string, before: string | null): void =>
  attempt('The job could not be moved', () => request('queue.move', { job: id, before }));

export const setPaused = (paused: boolean): void =>
  attempt(`The queue could not be ${paused ? 'paused' : 'resumed'}`, () =>
    request('queue.setPaused', { paused }),
  );
