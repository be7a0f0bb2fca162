import { nounOf } from '../workers/api';
import type { Studio } from './studio';
import type { Objection } from './window/main-window';

/** Why the app had better not end now. */
export function busyWith({
  benchmarks,
  queue,
  exporter,
  installations,
}: Pick<Studio, 'benchmarks' | 'queue' | 'exporter' | 'installations'>): Objection | undefined {
  if (benchmarks.isRunning) {
    return {
      message: 'A benchmark is running.',
      detail: 'If you quit now, what it has measured is lost.',
    };
  }
  const job = queue.runningJob;
  if (job !== undefined) {
    return {
      message: `A ${nounOf(job.draft.request.kind)} is being made.`,
      detail: 'If you quit now, the job stops. It stays in the queue and can be started again.',
    };
  }
  if (exporter.isBusy) {
    return {
      message: 'A file is being saved.',
      detail: 'If you quit now, the file is not there. The result stays in the library.',
    };
  }
  if (installations.isCopying) {
    return { message: 'A model is being copied.', detail: 'If you quit now, the copy is taken away again.' };
  }
  return undefined;
}
