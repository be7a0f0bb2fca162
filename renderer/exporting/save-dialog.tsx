import { Modal } from '@mantine/core';
import { nounOf } from '../../electron/contract/index';
import { SaveForm } from './save-form';
import { SaveSoundForm } from './save-sound-form';
import { closeSave, useSave } from './save-store';

/** Save a clip: what kind of file, how large. */
export function SaveDialog() {
  const result = useSave((state) => state.result);
  return (
    <Modal
      opened={result !== undefined}
      onClose={closeSave}
      title={`Save the ${result === undefined ? 'clip' : nounOf(result.kind)}`}
      size="md"
    >
      {result?.media.kind === 'video' && <SaveForm key={result.id} result={result} video={result.media} />}
      {result?.media.kind === 'audio' && (
        <SaveSoundForm key={result.id} result={result} audio={result.media} />
      )}
    </Modal>
  );
}
