import { Button, Text } from '@mantine/core';
import { goTo } from '../../app/navigation';

/** Jobs that the app's end cut short are offered again, never started by themselves. */
export function InterruptedNotice({ text }: { readonly text: string }) {
  return (
    <>
      <Text size="sm" style={{ flex: 1 }}>
        {text} did not finish when the app ended.
      </Text>
      <Button variant="default" size="xs" onClick={() => goTo('queue')}>
        Show in Queue
      </Button>
    </>
  );
}
