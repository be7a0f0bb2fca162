import { Table } from '@mantine/core';
import type { LoadSummary } from '../../electron/contract/index';
import { bytes, measured, percent } from '../design/numbers';

/** The lanes in numbers. */
export function LoadTable({ load }: { readonly load: LoadSummary }) {
  return (
    <Table fz="xs" verticalSpacing={4} tabularNums mt="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Device</Table.Th>
          <Table.Th ta="right">Evaluations</Table.Th>
          <Table.Th ta="right">Computed</Table.Th>
          <Table.Th ta="right">Exchanged</Table.Th>
          <Table.Th ta="right">Busy</Table.Th>
          <Table.Th ta="right">Sent</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {load.devices.map((device) => (
          <Table.Tr key={device.device}>
            <Table.Th scope="row">{device.device}</Table.Th>
            <Table.Td ta="right">{device.evaluations}</Table.Td>
            <Table.Td ta="right">{measured(device.computeMs)}</Table.Td>
            <Table.Td ta="right">{measured(device.exchangeMs)}</Table.Td>
            <Table.Td ta="right">{percent(device.busy)}</Table.Td>
            <Table.Td ta="right">{bytes(device.bytes)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
