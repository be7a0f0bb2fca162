import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconDownload, IconFolder } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { request } from '../bridge/client';
import { attempt } from '../design/notify';

const importFolder = (): void =>
  attempt('The model could not be imported', async () => {
    const folder = await request('models.chooseFolder');
    if (folder !== null) await request('models.import', { folder });
  });

/** The ways in which a model comes here. */
export function AddModels() {
  const [repository, setRepository] = useState('');
  const download = (event: FormEvent): void => {
    event.preventDefault();
    attempt('The model could not be downloaded', async () => {
      await request('models.download', { repository });
      setRepository('');
    });
  };
  return (
    <section aria-label="Add a model">
      <form onSubmit={download}>
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label="Hugging Face repository"
            placeholder="owner/model"
            value={repository}
            onChange={({ currentTarget }) => setRepository(currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.6} />}
            disabled={repository.trim() === ''}
          >
            Download
          </Button>
          <Button
            variant="default"
            leftSection={<IconFolder size={16} stroke={1.6} />}
            onClick={importFolder}
          >
            Import folder
          </Button>
        </Group>
      </form>
      <Text size="xs" c="dimmed" mt={4}>
        A model is copied into the app’s folder and checked. A folder can be dropped here, too.
      </Text>
    </section>
  );
}
