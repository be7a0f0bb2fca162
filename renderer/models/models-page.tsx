import { Alert, EmptyState, SimpleGrid, Stack } from '@mantine/core';
import { IconAlertTriangle, IconCube } from '@tabler/icons-react';
import type { BrokenModel, ModelList } from '../../electron/contract/index';
import { useModels } from '../bridge/catalogue-stores';
import { useInstallations } from '../bridge/installation-store';
import { Loaded } from '../design/loaded';
import { PageFrame } from '../design/page-frame';
import { AddModels } from './add-models';
import { DropFolder } from './drop-folder';
import { InstallationRow } from './installation-row';
import { ModelCard } from './model-card';

export function ModelsPage() {
  const models = useModels((state) => state.models);
  return (
    <PageFrame title="Models">
      <DropFolder>
        <Loaded of={models} what="models">
          {(list) => <List list={list} />}
        </Loaded>
      </DropFolder>
    </PageFrame>
  );
}

function List({ list: { models, broken } }: { readonly list: ModelList }) {
  const installations = useInstallations((state) => state.installations);
  return (
    <Stack gap="md" maw={1120} mx="auto">
      <AddModels />
      {installations.map((installation) => (
        <InstallationRow key={installation.id} installation={installation} />
      ))}
      {models.length === 0 && (
        <EmptyState
          icon={<IconCube stroke={1.4} />}
          title="There is no model"
          description="Download one from a Hugging Face repository, or import a folder that holds one."
        />
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {models.map((model) => (
          <ModelCard key={model.id} model={model} />
        ))}
      </SimpleGrid>
      {broken.map((model) => (
        <Broken key={model.folder} model={model} />
      ))}
    </Stack>
  );
}

const Broken = ({ model: { folder, problem } }: { readonly model: BrokenModel }) => (
  <Alert color="red" icon={<IconAlertTriangle />} title="A model that cannot be used">
    {problem}
    <br />
    <small>{folder}</small>
  </Alert>
);
