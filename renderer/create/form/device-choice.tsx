import { Checkbox, Stack } from '@mantine/core';
import { useDevices } from '../../bridge/catalogue-stores';
import { readyValue } from '../../bridge/loadable';
import { count } from '../../design/numbers';
import { changeForm, useForm } from './form-store';
import { chosenDevices } from './plan-choice';

/** Which devices may work on the clip. */
export function DeviceChoice() {
  const values = useForm((state) => state.values);
  const devices = useDevices((state) => readyValue(state.devices)) ?? [];
  return (
    <Checkbox.Group
      label="Devices"
      size="xs"
      value={chosenDevices(values, devices)}
      onChange={(ids) => changeForm({ devices: ids.length === devices.length ? null : ids })}
    >
      <Stack gap={8} pt={4}>
        {devices.map(({ id, name, threads }) => (
          <Checkbox key={id} value={id} size="xs" label={`${id} · ${name}, ${count(threads, 'thread')}`} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
