import { EmptyState } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';

export function ImageToVideoStart() {
  return (
    <EmptyState
      icon={<IconPhoto stroke={1.4} />}
      title="Pictures come alive from the command line"
      description="Run generate with --image FILE and the folder of this model. README.md names all options."
    />
  );
}
