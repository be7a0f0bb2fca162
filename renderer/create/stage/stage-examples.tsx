import { EmptyState, Kbd, Text } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { GenerationKind } from '../../../electron/contract/index';
import { useModels } from '../../bridge/catalogue-stores';
import { useInterruptedCount } from '../../bridge/queue-store';
import { count } from '../../design/numbers';
import { useForm, useFormModel } from '../form/form-store';
import { ImageToVideoStart } from '../modes/image-to-video-start';
import { TextToAudioStart } from '../modes/text-to-audio-start';
import { TextToVideoStart } from '../modes/text-to-video-start';
import { InterruptedNotice } from './interrupted-notice';
import { StageFrame } from './stage-frame';

const STARTS: Readonly<Record<GenerationKind, ComponentType>> = {
  'text-to-video': TextToVideoStart,
  'image-to-video': ImageToVideoStart,
  'text-to-audio': TextToAudioStart,
};

/** Before anything is made: what to do, and something to do it with. */
export function StageExamples() {
  const models = useModels((state) => state.models);
  const model = useFormModel();
  const Start = STARTS[useForm(({ kind }) => kind)];
  const interrupted = useInterruptedCount();
  const noModel = models.state !== 'loading' && model === undefined;
  return (
    <StageFrame bar={interrupted > 0 ? <InterruptedNotice text={count(interrupted, 'job')} /> : <KeysNote />}>
      {noModel ? (
        <EmptyState
          icon={<IconMovie stroke={1.4} />}
          title="There is no model to generate with"
          description={
            models.state === 'failed'
              ? models.problem
              : 'The Models page says what was found and what is wrong.'
          }
        />
      ) : (
        <Start />
      )}
    </StageFrame>
  );
}

const KeysNote = () => (
  <Text size="xs" c="dimmed">
    Press <Kbd size="xs">?</Kbd> to see all keyboard shortcuts.
  </Text>
);
