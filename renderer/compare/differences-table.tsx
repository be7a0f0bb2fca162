import { Table, Text, Title } from '@mantine/core';
import type { ResultDetail } from '../../electron/contract/index';
import { comparedRows, speedSentence } from './differences';

/** What made both, what it took, and where that differs. */
export function DifferencesTable({ a, b }: { readonly a: ResultDetail; readonly b: ResultDetail }) {
  return (
    <section aria-labelledby="differences">
      <Title order={2} id="differences">
        How they were made
      </Title>
      <Text size="sm" mb="xs">
        {speedSentence(a, b)}
      </Text>
      <Table fz="xs" verticalSpacing={4} tabularNums layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={140}>Setting</Table.Th>
            <Table.Th>A</Table.Th>
            <Table.Th>B</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {comparedRows(a, b).map(({ name, a: left, b: right, differs }) => (
            <Table.Tr key={name} {...(differs ? { fw: 600 } : { c: 'dimmed' })}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{left}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{differs ? right : 'the same'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
