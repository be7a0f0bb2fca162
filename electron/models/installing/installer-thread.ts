/** The thread that copies, downloads and checks one bundle, so that hashing gigabytes holds nobody up. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkBundle, type ErrorValue, openBundle, StudioError, verifyBundle } from '../../../workers/api';
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
      await verifyBundle(bundle, signal, (bytes) => {
        done += bytes;
        onProgress({ done, total });
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
  let toldAt = Number.NEGATIVE_INFINITY;
  const onProgress = (progress: Progress): void => {
    const now = performance.now();
    if (now - toldAt < PROGRESS_MS && progress.done < progress.total) return;
    toldAt = now;
    tell({ type: 'progress', progress });
  };
  void carryOut(order, onProgress, stopping.signal)
    .then(
      () => tell({ type: 'done' }),
      (error: unknown) => tell({ type: 'failed', error: StudioError.from(error).toValue() }),
    )
    .finally(() => parentPort?.close());
}

if (parentPort !== null && workerData !== null) serve(workerData as InstallOrder);
