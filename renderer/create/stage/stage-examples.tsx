import { EmptyState, Kbd, Text } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useModels } from '../../bridge/catalogue-stores';
import { useJobs } from '../../bridge/queue-store';
import { count } from '../../design/numbers';
import { Examples } from '../form/examples';
import { useFormModel } from '../form/form-store';
import { InterruptedNotice } from './interrupted-notice';
import { StageFrame } from './stage-frame';

/** Before the first clip: what to do, and prompts to do it with. */
export function StageExamples() {
  const models = useModels((state) => state.models);
  const model = useFormModel();
  const interrupted = useJobs().filter(({ state }) => state === 'interrupted').length;
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
        <EmptyState
          icon={<IconMovie stroke={1.4} />}
          title="What should the clip show?"
          description="Write a prompt and press Generate, or start from one of these."
        >
          <Examples />
        </EmptyState>
      )}
    </StageFrame>
  );
}

const KeysNote = () => (
  <Text size="xs" c="dimmed">
    Press <Kbd size="xs">?</Kbd> to see all keyboard shortcuts.
  </Text>
);
