import { EmptyState } from '@mantine/core';
import { IconWaveSine } from '@tabler/icons-react';
import { Examples } from '../form/examples';
import { changeFormOf, useModelOf } from '../form/form-store';

export function TextToAudioStart() {
  const examples = useModelOf('text-to-audio')?.examples ?? [];
  return (
    <EmptyState
      icon={<IconWaveSine stroke={1.4} />}
      title="What should be heard?"
      description="Write a prompt and press Generate, or start from one of these."
    >
      <Examples prompts={examples} onChoose={(prompt) => changeFormOf('text-to-audio', { prompt })} />
    </EmptyState>
  );
}
