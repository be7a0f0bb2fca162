/** The thread that copies, downloads and checks one bundle, so that hashing gigabytes holds nobody up. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkBundle, type ErrorValue, openBundle, StudioError, verifyBundle } from '../../../workers/api';
import { paced } from '../../jobs/paced';
import { downloadBundle } from './bundle-download';
import { importBundle } from './bundle-import';
import type { Hub } from './hub-repository';
import type { Progress } from './incoming';

export type InstallOrder =
  | { readonly kind: 'download'; readonly repository: string; readonly hub: Hub; readonly models: string }
  | { readonly kind: 'import'; readonly source: string; readonly models: string }
  | { readonly kind: 'verification'; readonly folder: string };

export type InstallReport =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly error: ErrorValue };

export const STOP = 'stop';

/** Carries an order out; `onProgress` may be called often. */
export async function carryOut(
  order: InstallOrder,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  switch (order.kind) {
    case 'download':
      await downloadBundle(order, { onProgress, signal });
      return;
    case 'import':
      await importBundle(order.source, order.models, onProgress, signal);
      return;
    case 'verification': {
      const bundle = await openBundle(order.folder);
      const total = bundle.totalBytes;
      let done = 0;
      onProgress({ done, total });
      await verifyBundle(bundle, {
        signal,
        onBytes: (bytes) => {
          done += bytes;
          onProgress({ done, total });
        },
      });
      checkBundle(bundle);
    }
  }
}

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
