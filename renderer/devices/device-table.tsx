import { Table } from '@mantine/core';
import { type Device, isUsable, type Link } from '../../electron/contract/index';
import { useWorkingDevices } from '../bridge/queue-store';
import { count } from '../design/numbers';
import { describeModel, PROVIDERS } from './describe-device';
import { linkText, useLinks } from './link-store';

const KINDS = {
  cpu: 'Processor cores',
  accelerator: 'Graphics card',
  virtual: 'Virtual: models its time only',
} as const;

function detailsOf(device: Device): string {
  switch (device.kind) {
    case 'cpu':
      return count(device.threads, 'thread');
    case 'accelerator':
      return device.problem ?? PROVIDERS[device.provider];
    case 'virtual':
      return describeModel(device.model);
  }
}

function stateOf(device: Device, working: readonly string[]): string {
  if (!isUsable(device)) return 'left out';
  return working.includes(device.id) ? 'works' : 'idle';
}

const linkOf = (link: Link | undefined): string =>
  link === undefined ? '–' : `${linkText(link)}, ${link.modelled ? 'modelled' : 'measured'}`;

export function DeviceTable({ devices }: { readonly devices: readonly Device[] }) {
  const working = useWorkingDevices();
  const links = useLinks((state) => state.links);
  return (
    <Table verticalSpacing="xs" tabularNums>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Device</Table.Th>
          <Table.Th>Product</Table.Th>
          <Table.Th>Kind</Table.Th>
          <Table.Th>Details</Table.Th>
          <Table.Th>Link</Table.Th>
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
            <Table.Td>{linkOf(links.get(device.id))}</Table.Td>
            <Table.Td>{stateOf(device, working)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
