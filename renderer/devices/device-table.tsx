import { Table } from '@mantine/core';
import type { Device, Job } from '../../electron/contract/index';
import { count } from '../design/numbers';
import { describeModel } from './describe-device';

type Props = { readonly devices: readonly Device[]; readonly running: Job | undefined };

const KINDS = { cpu: 'Processor cores', virtual: 'Virtual: models its time only' } as const;

const detailsOf = (device: Device): string =>
  device.kind === 'cpu' ? count(device.threads, 'thread') : describeModel(device.model);

export function DeviceTable({ devices, running }: Props) {
  const working = running?.draft.parallelism.devices ?? [];
  return (
    <Table verticalSpacing="xs" tabularNums>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Device</Table.Th>
          <Table.Th>Product</Table.Th>
          <Table.Th>Kind</Table.Th>
          <Table.Th>Details</Table.Th>
          <Table.Th>Now</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {devices.map((device) => (
          <Table.Tr key={device.id}>
            <Table.Th scope="row">{device.id}</Table.Th>
            <Table.Td>{device.name}</Table.Td>
            <Table.Td>{KINDS[device.kind]}</Table.Td>
            <Table.Td>{detailsOf(device)}</Table.Td>
            <Table.Td>{working.includes(device.id) ? 'works on a clip' : 'idle'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
