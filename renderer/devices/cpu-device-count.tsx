import { Box, NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { changeSettings, useSettings } from '../bridge/catalogue-stores';
import { readyValue } from '../bridge/loadable';
import { Hinted } from '../design/hint';
import { attempt } from '../design/notify';

const MOST = 64;

/** How many devices the processor's cores are shared out among. */
export function CpuDeviceCount() {
  const current = useSettings(({ settings }) => readyValue(settings)?.cpuDevices);
  const [typed, setTyped] = useState<string | number>('');
  useEffect(() => {
    if (current !== undefined) setTyped(current);
  }, [current]);
  const wanted = Number(typed);
  const valid = Number.isInteger(wanted) && wanted >= 1 && wanted <= MOST;
  const apply = (): void => {
    if (valid && wanted !== current) {
      attempt('The setting could not be changed', () => changeSettings({ cpuDevices: wanted }));
    }
  };
  return (
    <Box w={200}>
      <Hinted
        term="CPU devices"
        hint="The processor’s cores are shared out evenly among this many devices. Two or more make steps parallel."
      >
        <NumberInput
          label="CPU devices"
          min={1}
          max={MOST}
          allowDecimal={false}
          clampBehavior="none"
          disabled={current === undefined}
          value={typed}
          error={valid || typed === '' ? undefined : `From 1 to ${MOST} devices.`}
          onChange={setTyped}
          onBlur={apply}
          onKeyDown={({ key }) => key === 'Enter' && apply()}
        />
      </Hinted>
    </Box>
  );
}
