import { useEffect } from 'react';
import { useDevices, useModels, useSettings } from '../bridge/catalogue-stores';
import { INTERACTIVE } from './moments';

/** Marks, once, when models, devices and settings are there and the page that has them is painted. */
export function useInteractiveMark(): void {
  const models = useModels((state) => state.models.state !== 'loading');
  const devices = useDevices((state) => state.devices.state !== 'loading');
  const settings = useSettings((state) => state.settings.state !== 'loading');
  const ready = models && devices && settings;
  useEffect(() => {
    if (!ready) return;
    // A task that a frame's callback posts runs after that frame has been painted.
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (performance.getEntriesByName(INTERACTIVE).length === 0) performance.mark(INTERACTIVE);
      }),
    );
  }, [ready]);
}
