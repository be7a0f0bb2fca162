import { Table, Title } from '@mantine/core';
import type { ResultDetail } from '../../electron/contract/index';
import { measured, percent } from '../design/numbers';
import { STAGES } from '../design/stages';

/** How long each stage took. */
export function DetailTimings({ timings: { total, stages } }: { readonly timings: ResultDetail['timings'] }) {
  return (
    <section aria-labelledby="detail-timings">
      <Title order={2} id="detail-timings">
        Time
      </Title>
      <Table fz="xs" verticalSpacing={4} tabularNums>
        <Table.Tbody>
          {STAGES.map(({ id, title }) => {
            const time = stages[id];
            if (time === undefined) return null;
            return (
              <Table.Tr key={id}>
                <Table.Th scope="row">{title}</Table.Th>
                <Table.Td ta="right">{measured(time)}</Table.Td>
                <Table.Td ta="right">{percent(total > 0 ? time / total : 0)}</Table.Td>
              </Table.Tr>
            );
          })}
          <Table.Tr fw={600}>
            <Table.Th scope="row">Total</Table.Th>
            <Table.Td ta="right">{measured(total)}</Table.Td>
            <Table.Td />
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </section>
  );
}
