import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Workload } from '../workload';

/** Someone with an empty library whose app knows the workload's model. */
export type User = { readonly data: string; readonly env: Readonly<Record<string, string>> };

/** Does something as a new user of the app, of whom nothing is left afterwards. */
export async function asNewUser<T>({ bundle }: Workload, act: (user: User) => Promise<T>): Promise<T> {
  const data = await mkdtemp(join(tmpdir(), 'parastep-bench-app-'));
  // A model that comes with the app would be there twice.
  const isBundled = dirname(bundle.folder) === resolve('assets/models');
  try {
    return await act({
      data,
      env: { PARASTEP_DATA_DIR: data, ...(!isBundled && { PARASTEP_MODELS_DIR: bundle.folder }) },
    });
  } finally {
    // Chromium's helpers end, and write, a moment after the app.
    await rm(data, { recursive: true, force: true, maxRetries: 10 });
  }
}
