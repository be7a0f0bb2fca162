import { checkBundle, openBundle, verifyBundle } from '../../../workers/api';
import { downloadBundle } from './bundle-download';
import { importBundle } from './bundle-import';
import type { Hub } from './hub-repository';
import type { Progress } from './incoming';

/** What is to be done with the files of one model, by the window and by the command line alike. */
export type InstallOrder =
  | { readonly kind: 'download'; readonly repository: string; readonly hub: Hub; readonly models: string }
  | { readonly kind: 'import'; readonly source: string; readonly models: string }
  | { readonly kind: 'verification'; readonly folder: string };

/** Carries an order out and answers the model's folder; `onProgress` may be called often. */
export async function carryOut(
  order: InstallOrder,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<string> {
  switch (order.kind) {
    case 'download':
      return downloadBundle(order, { onProgress, signal });
    case 'import':
      return importBundle(order.source, order.models, onProgress, signal);
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
      return bundle.folder;
    }
  }
}
