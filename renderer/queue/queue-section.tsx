import { Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

type Props = {
  readonly title: string;
  readonly note?: string | undefined;
  readonly children: ReactNode;
};

export function QueueSection({ title, note, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id}>
        {title}
      </Title>
      {note !== undefined && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
      <Stack gap={8} mt={8}>
        {children}
      </Stack>
    </section>
  );
}
