import { Button, Group, Input, SegmentedControl, Switch, TextInput } from '@mantine/core';
import type { Settings } from '../../electron/contract/index';
import { changeSettings } from '../bridge/catalogue-stores';
import { request } from '../bridge/client';
import { attempt } from '../design/notify';

const change = (patch: Partial<Settings>): void =>
  attempt('The setting could not be changed', () => changeSettings(patch));

const chooseFolder = (): void =>
  attempt('The folder could not be changed', async () => {
    const libraryFolder = await request('settings.chooseLibraryFolder');
    if (libraryFolder !== null) await changeSettings({ libraryFolder });
  });

const SCHEMES = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

export function SettingsFields({ settings }: { readonly settings: Settings }) {
  return (
    <>
      <div>
        <Input.Label component="div" id="scheme" mb={4} display="block">
          Colours
        </Input.Label>
        <SegmentedControl
          aria-labelledby="scheme"
          data={[...SCHEMES]}
          value={settings.colorScheme}
          onChange={(value) => {
            const scheme = SCHEMES.find((known) => known.value === value);
            if (scheme !== undefined) change({ colorScheme: scheme.value });
          }}
        />
      </div>
      <Switch
        label="Write prompt, seed and settings into saved files"
        description="Whoever has the file can then read them. Where a file cannot hold them, they are put beside it."
        checked={settings.embedSettings}
        onChange={({ currentTarget }) => change({ embedSettings: currentTarget.checked })}
      />
      <Switch
        label="Tell when a job is done"
        description="A notification of the system, while the window is not in front."
        checked={settings.notifyWhenDone}
        onChange={({ currentTarget }) => change({ notifyWhenDone: currentTarget.checked })}
      />
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          label="Library folder"
          description="Where clips and sounds are kept. Those already made stay where they are."
          readOnly
          value={settings.libraryFolder}
          style={{ flex: 1 }}
        />
        <Button variant="default" onClick={chooseFolder}>
          Choose…
        </Button>
      </Group>
    </>
  );
}
