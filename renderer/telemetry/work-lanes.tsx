import { useMemo } from 'react';
import type { DeviceLoad, LoadSummary } from '../../electron/contract/index';
import { percent } from '../design/numbers';
import { LaneChart } from './lane-chart';
import { laneSegments } from './lanes';
import { doneRounds, type Work } from './work';

function noteOf({ device, busy }: DeviceLoad, { failedDevice, events, running }: Work): string {
  if (device === failedDevice) return 'failed';
  if (events.length > 0) return `${percent(busy)} busy`;
  return running ? '' : 'idle';
}

/** What each device has done of the work, and how busy it was. */
export function WorkLanes({ work, load }: { readonly work: Work; readonly load: LoadSummary }) {
  const { devices, plan, events, failedDevice } = work;
  const segments = useMemo(() => laneSegments(devices, events), [devices, events]);
  const names = load.devices.map((device) => ({ name: device.device, note: noteOf(device, work) }));
  const failedLane = failedDevice === undefined ? -1 : devices.indexOf(failedDevice);
  const said = names.map(({ name, note }) => `${name} ${note}`).join(', ');
  return (
    <LaneChart
      label={`Devices in ${plan.rounds.length} rounds: ${said}`}
      names={names}
      lanes={devices.length}
      columns={plan.rounds.length}
      segments={segments}
      doneColumns={doneRounds(work)}
      failedLane={failedLane < 0 ? undefined : failedLane}
    />
  );
}
