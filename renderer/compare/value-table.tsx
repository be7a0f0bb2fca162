import { Table } from '@mantine/core';
import classes from './measures.module.css';

type Props = {
  readonly label: string;
  readonly head: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
  /** The row where the players stand. */
  readonly current: number;
  readonly onChoose: (row: number) => void;
};

/** What a curve beside it shows, in numbers; a row can be gone to. */
export function ValueTable({ label, head, rows, current, onChoose }: Props) {
  return (
    // What scrolls must be reachable by keys.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
    <section className={classes['values']} aria-label={label} tabIndex={0}>
      <Table fz="xs" verticalSpacing={2} tabularNums stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {head.map((name, i) => (
              <Table.Th key={name} ta={i === 0 ? 'left' : 'right'}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, ...values], row) => (
            <Table.Tr
              key={name}
              aria-current={row === current ? 'true' : undefined}
              onClick={() => onChoose(row)}
            >
              <Table.Th scope="row">{name}</Table.Th>
              {values.map((value, i) => (
                <Table.Td key={head[i + 1]} ta="right">
                  {value}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
