import { Table } from '@mantine/core';
import { useMemo } from 'react';
import type { Plan } from '../../electron/contract/index';
import { planLines } from './plan-layout';

const KINDS = { 'warm-up': 'Warm-up', parallel: 'Parallel', 'cool-down': 'Cool-down' } as const;

/** The drawn plan for who reads rather than looks. */
export function PlanTable({ plan, devices }: { readonly plan: Plan; readonly devices: readonly string[] }) {
  const lines = useMemo(() => planLines(plan), [plan]);
  return (
    <Table.ScrollContainer
      minWidth={240}
      maxHeight={240}
      type="native"
      role="region"
      aria-label="The plan as a table"
      // Keys must be able to scroll it.
      tabIndex={0}
    >
      <Table fz="xs" verticalSpacing={4} tabularNums stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Steps of</Table.Th>
            {devices.map((device) => (
              <Table.Th key={device}>{device}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ kind, firstStep, lanes }) => (
            <Table.Tr key={firstStep}>
              <Table.Td>{KINDS[kind]}</Table.Td>
              {devices.map((device, lane) => (
                <Table.Td key={device}>{lanes[lane] === '' ? 'waits' : lanes[lane]}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
