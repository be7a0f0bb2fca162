import { Button, Pagination, Table } from '@mantine/core';
import { memo, useState } from 'react';
import type { StepRow } from '../../../electron/contract/index';
import { bytes, measured } from '../../design/numbers';

const ROWS = 50;

/** The timeline and the charts in numbers, a page at a time. */
export const StepTable = memo(({ rows }: { readonly rows: readonly StepRow[] }) => {
  const [shown, setShown] = useState(false);
  const [page, setPage] = useState(1);
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const current = Math.min(page, pages);
  return (
    <section aria-label="Steps as a table">
      <Button size="compact-xs" variant="subtle" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? 'Hide the table of steps' : 'Show the steps as a table'}
      </Button>
      {shown && (
        <>
          <Table fz="xs" verticalSpacing={4} tabularNums mt="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Step</Table.Th>
                <Table.Th>Kind</Table.Th>
                <Table.Th ta="right">Slot</Table.Th>
                <Table.Th>Device</Table.Th>
                <Table.Th ta="right">Latency</Table.Th>
                <Table.Th ta="right">Computed</Table.Th>
                <Table.Th ta="right">Sent</Table.Th>
                <Table.Th ta="right">Drift</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.slice((current - 1) * ROWS, current * ROWS).map((row) => (
                <Table.Tr key={row.step}>
                  <Table.Th scope="row">{row.step + 1}</Table.Th>
                  <Table.Td>{row.kind}</Table.Td>
                  <Table.Td ta="right">{row.slot}</Table.Td>
                  <Table.Td>{row.devices.join(', ')}</Table.Td>
                  <Table.Td ta="right">{measured(row.latencyMs)}</Table.Td>
                  <Table.Td ta="right">{measured(row.computeMs)}</Table.Td>
                  <Table.Td ta="right">{bytes(row.bytes)}</Table.Td>
                  <Table.Td ta="right">{row.drift === undefined ? 'none' : row.drift.toFixed(4)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {pages > 1 && (
            <Pagination
              mt="xs"
              size="xs"
              total={pages}
              value={current}
              onChange={setPage}
              getControlProps={(control) => ({ 'aria-label': `${control} page` })}
            />
          )}
        </>
      )}
    </section>
  );
});
