import { Button, Group, Stack, Text } from '@mantine/core';
import type { Device } from '../../electron/contract/index';
import { useDevices } from '../bridge/catalogue-stores';
import { readyValue } from '../bridge/loadable';
import { Loaded } from '../design/loaded';
import { PageFrame } from '../design/page-frame';
import { CpuDeviceCount } from './cpu-device-count';
import { CudaLibraries } from './cuda-libraries';
import { DeviceTable } from './device-table';
import { toggleFocus, useLiveMachine, useMachine } from './machine-store';
import { MachineTable } from './machine-table';
import { MeasureLinks } from './measure-links';
import { RunningLanes } from './running-lanes';
import { TopologyView } from './topology/topology-view';
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

/** What a running job changes many times a second follows it by itself; all the rest stays as it was drawn. */
function Devices({ devices }: { readonly devices: readonly Device[] }) {
  useLiveMachine();
  const machine = useMachine((state) => readyValue(state.machine));
  const wanted = useMachine((state) => state.focus);
  // A device that has gone takes its focus with it.
  const focus = devices.some(({ id }) => id === wanted) ? wanted : null;
  return (
    <Stack gap="lg" maw={960} mx="auto">
      <Text size="sm" c="dimmed">
        Each device computes a step on its own while the others compute the next ones. Choose in Create which
        of them work on a clip.
      </Text>
      <CudaLibraries />
      <MeasureLinks devices={devices} />
      <TopologyView devices={devices} machine={machine} />
      {focus !== null && (
        <Group gap="xs">
          <Text size="sm">Shown: {focus} alone.</Text>
          <Button size="compact-xs" variant="subtle" onClick={() => toggleFocus(focus)}>
            Show all
          </Button>
        </Group>
      )}
      <DeviceTable devices={focus === null ? devices : devices.filter(({ id }) => id === focus)} />
      <RunningLanes focus={focus} />
      {machine !== undefined && <MachineTable machine={machine} />}
      <CpuDeviceCount />
      <VirtualDevices />
    </Stack>
  );
}
