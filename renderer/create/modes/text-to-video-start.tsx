import { EmptyState } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { Examples } from '../form/examples';
import { changeFormOf, useModelOf } from '../form/form-store';

export function TextToVideoStart() {
  const examples = useModelOf('text-to-video')?.examples ?? [];
  return (
    <EmptyState
      icon={<IconMovie stroke={1.4} />}
      title="What should the clip show?"
      description="Write a prompt and press Generate, or start from one of these."
    >
      <Examples prompts={examples} onChoose={(prompt) => changeFormOf('text-to-video', { prompt })} />
    </EmptyState>
  );
}
