import { Button, Group, Text, Title } from '@mantine/core';
import { useAppInfo } from '../bridge/catalogue-stores';
import { request } from '../bridge/client';
import { attempt } from '../design/notify';

const PLATFORMS: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

export function AboutSection() {
  const info = useAppInfo((state) => state.info);
  return (
    <section aria-labelledby="about">
      <Title order={2} id="about" mb="xs">
        About
      </Title>
      {info.state === 'ready' && (
        <Text size="sm" className="tabular">
          ParaStep Studio {info.value.version} · Electron {info.value.electron} ·{' '}
          {PLATFORMS[info.value.platform] ?? info.value.platform}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        Free software under the Apache licence 2.0.
      </Text>
      <Group mt="xs">
        <Button
          size="xs"
          variant="default"
          onClick={() => attempt('The logs could not be shown', () => request('app.showLogs'))}
        >
          Show the logs
        </Button>
        {info.state === 'ready' && (
          <Text size="xs" c="dimmed">
            {info.value.logsFolder}
          </Text>
        )}
      </Group>
    </section>
  );
}
