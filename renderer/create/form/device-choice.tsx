import { Checkbox, Stack } from '@mantine/core';
import { type Device, isUsable } from '../../../electron/contract/index';
import { useDevices } from '../../bridge/catalogue-stores';
import { readyValue } from '../../bridge/loadable';
import { describeDevice } from '../../devices/describe-device';
import { changeForm, useForm } from './form-store';
import { chosenDevices } from './plan-choice';

function isEveryRealDevice(ids: readonly string[], devices: readonly Device[]): boolean {
  const real = devices.filter((device) => device.kind !== 'virtual' && isUsable(device));
  return ids.length === real.length && real.every(({ id }) => ids.includes(id));
}

/** Which devices may work on the clip. */
export function DeviceChoice() {
  const values = useForm((state) => state.values);
  const devices = useDevices((state) => readyValue(state.devices)) ?? [];
  return (
    <Checkbox.Group
      label="Devices"
      size="xs"
      value={chosenDevices(values, devices)}
      onChange={(ids) => changeForm({ devices: isEveryRealDevice(ids, devices) ? null : ids })}
    >
      <Stack gap={8} pt={4}>
        {devices.map((device) => (
          <Checkbox
            key={device.id}
            value={device.id}
            size="xs"
            label={describeDevice(device)}
            disabled={!isUsable(device)}
            description={device.kind === 'accelerator' ? device.problem : undefined}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
