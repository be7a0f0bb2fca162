import { EmptyState } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';

export function ImageToVideoStart() {
  return (
    <EmptyState
      icon={<IconPhoto stroke={1.4} />}
      title="Which picture should come alive?"
      description="Choose a picture and press Generate."
    />
  );
}
