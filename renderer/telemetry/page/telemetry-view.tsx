import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import {
  deviceIntervals,
  speedupSoFar,
  stepRows,
  summariseDrift,
  summariseLoad,
} from '../../../electron/contract/index';
import { useSlowly } from '../../design/use-slowly';
import { TimelineSection } from '../timeline/timeline-section';
import { DeviceShares } from './device-shares';
import { HowItEnded } from './how-it-ended';
import { SpeedMeter } from './speed-meter';
import { StepCharts } from './step-charts';
import { StepTable } from './step-table';
import type { Watched } from './use-watched';

export function TelemetryView({ watched }: { readonly watched: Watched }) {
  const { title, modelTitle, work, job } = watched;
  const { devices, events, plan, failedDevice } = work;
  const lanes = useMemo(() => deviceIntervals(devices, events), [devices, events]);
  // What is read rather than watched need not change ten times a second.
  const settled = useSlowly(events, work.running);
  const load = useMemo(() => summariseLoad(devices, settled), [devices, settled]);
  const drift = useMemo(() => summariseDrift(settled), [settled]);
  const speedup = useMemo(() => speedupSoFar(plan, settled), [plan, settled]);
  const rows = useMemo(() => stepRows(settled), [settled]);
  const failedLane = failedDevice === undefined ? -1 : devices.indexOf(failedDevice);
  return (
    <Stack gap="lg" maw={1200} mx="auto">
      <div>
        <Text fw={500} truncate>
          {title}
        </Text>
        <Text size="xs" c="dimmed">
          {modelTitle}, {plan.degree === 1 ? 'one step after the other' : `${plan.degree} steps at a time`} on{' '}
          {devices.join(', ')}
        </Text>
      </div>
      {job !== undefined && <HowItEnded job={job} evaluated={rows.length} />}
      <SpeedMeter ideal={work.idealSpeedup} speedup={speedup} load={load} drift={drift} />
      <TimelineSection
        devices={devices}
        lanes={lanes}
        failedLane={failedLane < 0 ? undefined : failedLane}
        empty={events.length === 0}
      />
      <StepCharts rows={rows} steps={plan.steps} />
      <DeviceShares load={load} />
      <StepTable rows={rows} />
    </Stack>
  );
}
