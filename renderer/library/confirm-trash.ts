import { modals } from '@mantine/modals';
import { attempt } from '../design/notify';
import { count } from '../design/numbers';
import { trashResults } from './library-store';

/** Asks once: the platform can bring the files back, the app cannot. */
export function confirmTrash(ids: readonly string[]): void {
  modals.openConfirmModal({
    title: `Move ${count(ids.length, 'result')} to the trash?`,
    children: 'The files go to the trash of your system, where they can be restored from.',
    labels: { confirm: 'Move to trash', cancel: 'Keep' },
    confirmProps: { color: 'red.8' },
    onConfirm: () => attempt('The results could not be moved to the trash', () => trashResults(ids)),
  });
}
