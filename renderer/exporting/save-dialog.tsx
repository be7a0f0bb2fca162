import { Modal } from '@mantine/core';
import { SaveForm } from './save-form';
import { closeSave, useSave } from './save-store';

/** Save a clip: what kind of file, how large. */
export function SaveDialog() {
  const result = useSave((state) => state.result);
  return (
    <Modal opened={result !== undefined} onClose={closeSave} title="Save the clip" size="md">
      {result !== undefined && <SaveForm key={result.id} result={result} />}
    </Modal>
  );
}
