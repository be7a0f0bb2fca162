import { Stack } from '@mantine/core';
import { useSettings } from '../bridge/catalogue-stores';
import { Loaded } from '../design/loaded';
import { PageFrame } from '../design/page-frame';
import { CpuDeviceCount } from '../devices/cpu-device-count';
import { AboutSection } from './about-section';
import { SettingsFields } from './settings-fields';

export function SettingsPage() {
  const settings = useSettings((state) => state.settings);
  return (
    <PageFrame title="Settings">
      <Loaded of={settings} what="settings">
        {(values) => (
          <Stack gap="lg" maw={640} mx="auto">
            <SettingsFields settings={values} />
            <CpuDeviceCount />
            <AboutSection />
          </Stack>
        )}
      </Loaded>
    </PageFrame>
  );
}
