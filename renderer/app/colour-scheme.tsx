import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useSettings } from '../bridge/catalogue-stores';
import { readyValue } from '../bridge/loadable';

/** The app's settings decide the colour scheme; the page follows. */
export function ColourSchemeFromSettings() {
  const wanted = useSettings(({ settings }) => readyValue(settings)?.colorScheme);
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (wanted !== undefined) setColorScheme(wanted);
  }, [wanted, setColorScheme]);
  return null;
}
