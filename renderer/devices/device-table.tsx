import { Table } from '@mantine/core';
import type { Device, Job } from '../../electron/contract/index';

type Props = { readonly devices: readonly Device[]; readonly running: Job | undefined };

const KINDS = { cpu: 'Processor cores' } as const;

export function DeviceTable({ devices, running }: Props) {
  const working = running?.draft.parallelism.devices ?? [];
  return (
    <Table verticalSpacing="xs" tabularNums>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Device</Table.Th>
          <Table.Th>Product</Table.Th>
          <Table.Th>Kind</Table.Th>
          <Table.Th ta="right">Threads</Table.Th>
          <Table.Th>Now</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {devices.map(({ id, name, kind, threads }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row">{id}</Table.Th>
            <Table.Td>{name}</Table.Td>
            <Table.Td>{KINDS[kind]}</Table.Td>
            <Table.Td ta="right">{threads}</Table.Td>
            <Table.Td>{working.includes(id) ? 'works on a clip' : 'idle'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
