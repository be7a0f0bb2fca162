import { Button, Group, Stack, Text } from '@mantine/core';
import type { Device, EvaluationEvent } from '../../electron/contract/index';
import { useDevices } from '../bridge/catalogue-stores';
import { readyValue } from '../bridge/loadable';
import { useRunningJob } from '../bridge/queue-store';
import { useTelemetry } from '../bridge/telemetry-store';
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

const NO_EVENTS: readonly EvaluationEvent[] = [];

function Devices({ devices }: { readonly devices: readonly Device[] }) {
  useLiveMachine();
  const running = useRunningJob();
  const machine = useMachine((state) => readyValue(state.machine));
  const wanted = useMachine((state) => state.focus);
  // A device that has gone takes its focus with it.
  const focus = devices.some(({ id }) => id === wanted) ? wanted : null;
  const events = useTelemetry(({ jobs }) => (running && jobs.get(running.id)) ?? NO_EVENTS);
  return (
    <Stack gap="lg" maw={960} mx="auto">
      <Text size="sm" c="dimmed">
        Each device computes a step on its own while the others compute the next ones. Choose in Create which
        of them work on a clip.
      </Text>
      <CudaLibraries />
      <MeasureLinks devices={devices} />
      <TopologyView devices={devices} machine={machine} events={events} />
      {focus !== null && (
        <Group gap="xs">
          <Text size="sm">Shown: {focus} alone.</Text>
          <Button size="compact-xs" variant="subtle" onClick={() => toggleFocus(focus)}>
            Show all
          </Button>
        </Group>
      )}
      <DeviceTable
        devices={focus === null ? devices : devices.filter(({ id }) => id === focus)}
        running={running}
      />
      {running !== undefined && <RunningLanes job={running} focus={focus} />}
      {machine !== undefined && <MachineTable machine={machine} />}
      <CpuDeviceCount />
      <VirtualDevices />
    </Stack>
  );
}
