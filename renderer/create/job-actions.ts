import { modals } from '@mantine/modals';
import { create } from 'zustand';
import { nounOf, type ResultDetail } from '../../electron/contract/index';
import { request } from '../bridge/client';
import { findJob } from '../bridge/queue-store';
import { copyText } from '../design/copy-text';
import { attempt, tell } from '../design/notify';
import { checkNow, rollSeed, useForm } from './form/form-store';
import { draftsOf } from './form/rules';
import { showJob } from './stage/subject';

/** Large pictures take a moment before their jobs are in the queue. */
const useStarting = create<{ readonly busy: boolean; readonly shown: boolean }>()(() => ({
  ...{ busy: false, shown: false },
}));
const SHOWN_AFTER_MS = 300;

/** Whether jobs are being started, for so long that it is worth showing. */
export const useIsStarting = (): boolean => useStarting(({ shown }) => shown);

async function whileStarting(start: () => Promise<void>): Promise<void> {
  useStarting.setState({ busy: true });
  const timer = setTimeout(() => useStarting.setState({ shown: true }), SHOWN_AFTER_MS);
  try {
    await start();
  } finally {
    clearTimeout(timer);
    useStarting.setState({ busy: false, shown: false });
  }
}

/** Puts what the form asks for into the queue and shows it. */
export function generate(): void {
  const check = checkNow();
  if (!check.ok || useStarting.getState().busy) return;
  attempt(`The ${nounOf(check.values.kind)} could not be started`, () =>
    whileStarting(async () => {
      const drafts = await draftsOf(check);
      const ids: string[] = [];
      for (const draft of drafts) ids.push(await request('queue.add', draft));
      const [first] = ids;
      if (first !== undefined) showJob(first);
      // The next clip gets another seed, unless this one is to be kept.
      if (!useForm.getState().values.seedLocked) rollSeed();
    }),
  );
}

/** Asks once; a waiting job has lost nothing yet, so it is not asked about. */
export function cancelJob(id: string): void {
  const cancel = (): void =>
    attempt('The job could not be cancelled', () => request('queue.cancel', { job: id }));
  if (findJob(id)?.state !== 'running') {
    cancel();
    return;
  }
  modals.openConfirmModal({
    title: 'Cancel this job?',
    children: 'What has been computed so far is lost. The job stays in the queue and can be run again.',
    labels: { confirm: 'Cancel the job', cancel: 'Let it run' },
    confirmProps: { color: 'red.8' },
    onConfirm: cancel,
  });
}

export function copyCommandLine({ commandLine }: ResultDetail): void {
  attempt('The command line could not be copied', async () => {
    await copyText(commandLine);
    tell('The command line is on the clipboard.');
  });
}
