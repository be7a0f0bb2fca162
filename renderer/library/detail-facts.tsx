import { Table, Title } from '@mantine/core';
import type { ResultDetail } from '../../electron/contract/index';
import { resultFacts } from './result-facts';

export function DetailFacts({ result }: { readonly result: ResultDetail }) {
  return (
    <section aria-labelledby="detail-facts">
      <Title order={2} id="detail-facts">
        Settings
      </Title>
      <Table fz="xs" verticalSpacing={4} tabularNums>
        <Table.Tbody>
          {resultFacts(result).map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" w={120}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
