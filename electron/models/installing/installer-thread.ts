/** The thread that copies, downloads and checks one bundle, so that hashing gigabytes holds nobody up. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorValue, StudioError } from '../../../workers/api';
import { paced } from '../../jobs/paced';
import { carryOut, type InstallOrder } from './carry-out';
import type { Progress } from './incoming';

export type InstallReport =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly error: ErrorValue };

export const STOP = 'stop';

const PROGRESS_MS = 200;

function serve(order: InstallOrder): void {
  const tell = (report: InstallReport): void => parentPort?.postMessage(report);
  const stopping = new AbortController();
  parentPort?.on('message', (message) => {
    if (message === STOP) stopping.abort(new StudioError('cancelled', 'It was stopped.'));
  });
  let latest: Progress | undefined;
  const tellProgress = paced(PROGRESS_MS, () => {
    if (latest !== undefined) tell({ type: 'progress', progress: latest });
  });
  const onProgress = (progress: Progress): void => {
    latest = progress;
    tellProgress();
  };
  void carryOut(order, onProgress, stopping.signal)
    .then(
      () => tell({ type: 'done' }),
      (error: unknown) => tell({ type: 'failed', error: StudioError.from(error).toValue() }),
    )
    .finally(() => parentPort?.close());
}

if (parentPort !== null && workerData !== null) serve(workerData as InstallOrder);
