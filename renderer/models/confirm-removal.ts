import { modals } from '@mantine/modals';
import type { Model } from '../../electron/contract/index';
import { request } from '../bridge/client';
import { attempt } from '../design/notify';
import { bytes } from '../design/numbers';

/** Asks once: gigabytes take long to come again. */
export function confirmRemoval(model: Model): void {
  modals.openConfirmModal({
    title: `Move ${model.title} to the trash?`,
    children: `Its ${bytes(model.bytes)} go to the trash of your system, where they can be restored from.`,
    labels: { confirm: 'Move to trash', cancel: 'Keep' },
    confirmProps: { color: 'red.8' },
    onConfirm: () =>
      attempt('The model could not be removed', () => request('models.remove', { model: model.id })),
  });
}
