import { Button, Group, Text } from '@mantine/core';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import { type Device, isUsable } from '../../electron/contract/index';
import { useBenchmarkState } from '../bridge/benchmark-state';
import { useRunningJobId } from '../bridge/queue-store';
import { Hint } from '../design/hint';
import { attempt } from '../design/notify';
import { measureLinks, useLinks } from './link-store';

const HINT =
  'Sends 8 MB to each device’s process and back, over the shared memory that jobs use, and tells what one way takes. A card’s own bus comes on top of that.';

/** Measures the way to every device, on request. */
export function MeasureLinks({ devices }: { readonly devices: readonly Device[] }) {
  const measuring = useLinks((state) => state.measuring);
  const job = useRunningJobId();
  const benchmark = useBenchmarkState((state) => state.running !== null);
  const usable = devices.filter(isUsable).map(({ id }) => id);
  const busy = job !== undefined || benchmark;
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArrowsLeftRight size={16} aria-hidden />}
        disabled={busy || measuring !== undefined || usable.length === 0}
        onClick={() => attempt('The links could not be measured', () => measureLinks(usable))}
      >
        Measure the links
      </Button>
      <Hint term="measuring the links">{HINT}</Hint>
      <Text size="xs" c="dimmed" role="status">
        {measuring !== undefined
          ? `Measuring the way to ${measuring}.`
          : busy
            ? 'Links are measured while no job and no benchmark runs.'
            : ''}
      </Text>
    </Group>
  );
}
