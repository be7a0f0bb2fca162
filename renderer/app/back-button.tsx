import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { goBack, pageTitle, useNavigation } from './navigation';

/** Back to the page that this one was opened from. */
export function BackButton() {
  const from = useNavigation((state) => state.from);
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconArrowLeft size={16} aria-hidden />}
      onClick={goBack}
    >
      Back to {pageTitle(from)}
    </Button>
  );
}
