import { Stack, Text } from '@mantine/core';
import type { Device } from '../../electron/contract/index';
import { useDevices } from '../bridge/catalogue-stores';
import { useRunningJob } from '../bridge/queue-store';
import { Loaded } from '../design/loaded';
import { PageFrame } from '../design/page-frame';
import { CpuDeviceCount } from './cpu-device-count';
import { DeviceTable } from './device-table';
import { RunningLanes } from './running-lanes';
import { VirtualDevices } from './virtual-devices';

export function DevicesPage() {
  const devices = useDevices((state) => state.devices);
  return (
    <PageFrame title="Devices">
      <Loaded of={devices} what="devices">
        {(list) => <Devices devices={list} />}
      </Loaded>
    </PageFrame>
  );
}

function Devices({ devices }: { readonly devices: readonly Device[] }) {
  const running = useRunningJob();
  return (
    <Stack gap="lg" maw={880} mx="auto">
      <Text size="sm" c="dimmed">
        Each device computes a step on its own while the others compute the next ones. Choose in Create which
        of them work on a clip.
      </Text>
      <DeviceTable devices={devices} running={running} />
      {running !== undefined && <RunningLanes job={running} />}
      <CpuDeviceCount />
      <VirtualDevices />
    </Stack>
  );
}
