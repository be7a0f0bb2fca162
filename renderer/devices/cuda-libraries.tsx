import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconDownload } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { CudaLibrariesState } from '../../electron/contract/index';
import { request } from '../bridge/client';
import { loadCudaLibraries, useCudaLibraries } from '../bridge/cuda-store';
import { attempt } from '../design/notify';
import { bytes, percent } from '../design/numbers';

/** Offers what NVIDIA cards need and the app does not come with; nothing once it is here. */
export function CudaLibraries() {
  const cuda = useCudaLibraries((state) => state.cuda);
  // Here and not at the start, for it takes a look at the machine.
  useEffect(() => void loadCudaLibraries(), []);
  if (cuda === null || cuda.state === 'here') return null;
  return (
    <Alert
      variant="light"
      color={cuda.state === 'failed' ? 'red' : 'blue'}
      title="Libraries for NVIDIA cards"
    >
      <Stack gap="xs">
        <Text size="sm">{textOf(cuda)}</Text>
        {cuda.state === 'fetching' ? <Fetching cuda={cuda} /> : <Offer cuda={cuda} />}
      </Stack>
    </Alert>
  );
}

function textOf({ state, problem, version, needs }: CudaLibrariesState): string {
  switch (state) {
    case 'failed':
      return problem ?? '';
    case 'fetching':
      return 'The cards are tried as soon as the libraries are here.';
    default:
      return `To compute on an NVIDIA card, the app needs the CUDA libraries of ONNX Runtime ${version}, which it does not come with. They need ${needs}, which the system must have.`;
  }
}

function Offer({ cuda }: { readonly cuda: CudaLibrariesState }) {
  return (
    <Group>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.6} aria-hidden />}
        onClick={() => confirmFetching(cuda)}
      >
        {cuda.state === 'failed' || cuda.done > 0 ? 'Go on' : 'Fetch them'}
      </Button>
    </Group>
  );
}

function Fetching({ cuda: { done, total } }: { readonly cuda: CudaLibrariesState }) {
  const share = total > 0 ? done / total : 0;
  return (
    <Group gap="sm" wrap="nowrap">
      <Progress.Root size="sm" flex={1}>
        <Progress.Section
          value={share * 100}
          aria-label="Progress of the CUDA libraries"
          aria-valuetext={percent(share)}
        />
      </Progress.Root>
      <Text size="xs" c="dimmed" className="tabular">
        {bytes(done)} of {bytes(total)}
      </Text>
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          attempt('The download could not be stopped', () => request('devices.stopFetchingCuda'))
        }
      >
        Stop
      </Button>
    </Group>
  );
}

/** Nothing is downloaded that the user has not agreed to, knowing what it is and whose. */
function confirmFetching({ total, host, publisher, version, license, needs }: CudaLibrariesState): void {
  modals.openConfirmModal({
    title: 'Fetch the CUDA libraries?',
    children: (
      <Text size="sm">
        {bytes(total)} are downloaded from {host}: the CUDA libraries of ONNX Runtime {version}, by{' '}
        {publisher}, licence {license}. They are checked by hash and kept in the app’s folder. {needs} of
        NVIDIA are not part of them.
      </Text>
    ),
    labels: { confirm: 'Fetch', cancel: 'Not now' },
    onConfirm: () => attempt('The CUDA libraries could not be fetched', () => request('devices.fetchCuda')),
  });
}
