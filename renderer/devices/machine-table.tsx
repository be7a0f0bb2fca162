import { Alert, Stack, Table, Text } from '@mantine/core';
import type { Adapter, Machine } from '../../electron/contract/index';
import { bytes, percent } from '../design/numbers';

const UNKNOWN = '–';

/** The processor and the cards as they are now. */
export function MachineTable({ machine }: { readonly machine: Machine }) {
  const { host, adapters, links, problems } = machine;
  const nameOf = (key: string): string => titleOf(adapters.find((adapter) => adapter.key === key));
  return (
    <Stack gap="xs">
      {problems.map((problem) => (
        <Alert key={problem} color="yellow" variant="light" py="xs">
          <Text size="sm">{problem}</Text>
        </Alert>
      ))}
      <Table verticalSpacing="xs" tabularNums>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Hardware</Table.Th>
            <Table.Th ta="right">Load</Table.Th>
            <Table.Th ta="right">Memory: this app</Table.Th>
            <Table.Th ta="right">others</Table.Th>
            <Table.Th ta="right">free</Table.Th>
            <Table.Th ta="right">Temperature</Table.Th>
            <Table.Th ta="right">Power</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Row title={host.processor} load={host.load} memory={host.memory} celsius={null} watts={null} />
          {adapters.map(({ key, name, badge, load, memory, celsius, watts }) => (
            <Row key={key} title={titleOf({ name, badge })} {...{ load, memory, celsius, watts }} />
          ))}
        </Table.Tbody>
      </Table>
      {links.length > 0 && (
        <Text size="xs" c="dimmed">
          Links between cards:{' '}
          {links.map(({ between: [a, b], kind }) => `${nameOf(a)} – ${nameOf(b)} ${kind}`).join(', ')}.
        </Text>
      )}
    </Stack>
  );
}

const titleOf = (adapter: Pick<Adapter, 'name' | 'badge'> | undefined): string =>
  [adapter?.name, adapter?.badge].filter((part) => typeof part === 'string').join(' ');

type RowProps = Pick<Adapter, 'load' | 'memory' | 'celsius' | 'watts'> & { readonly title: string };

function Row({ title, load, memory, celsius, watts }: RowProps) {
  const used = memory?.used ?? null;
  const own = memory?.thisApp ?? null;
  const others = used === null || own === null ? used : Math.max(0, used - own);
  const size = (value: number | null | undefined): string => (value == null ? UNKNOWN : bytes(value));
  return (
    <Table.Tr>
      <Table.Th scope="row">{title}</Table.Th>
      <Table.Td ta="right">{load === null ? UNKNOWN : percent(load)}</Table.Td>
      <Table.Td ta="right">{size(own)}</Table.Td>
      <Table.Td ta="right">{size(others)}</Table.Td>
      <Table.Td ta="right">{size(memory?.free)}</Table.Td>
      <Table.Td ta="right">{celsius === null ? UNKNOWN : `${celsius} °C`}</Table.Td>
      <Table.Td ta="right">{watts === null ? UNKNOWN : `${Math.round(watts)} W`}</Table.Td>
    </Table.Tr>
  );
}
