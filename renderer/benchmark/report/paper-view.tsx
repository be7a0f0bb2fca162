import '@mantine/charts/styles.layer.css';
import { LineChart } from '@mantine/charts';
import { SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { Fragment } from 'react';
import { type PaperReport, roundUp, type ShownBenchmark, ticks } from '../../../electron/contract/index';
import { times } from '../../design/numbers';

type Props = { readonly report: PaperReport; readonly workloads: ShownBenchmark['workloads'] };
type Workload = Props['workloads'][number];

/** The paper's three workloads on virtual devices, beside what the paper reports. */
export function PaperView({ report, workloads }: Props) {
  return (
    <Stack gap="lg">
      <div>
        <Text size="sm" mb="xs">
          Speed-up of denoising on virtual devices: {report.stepMs} ms a step, links of{' '}
          {report.gigabytesPerSecond} GB/s. The paper’s figures are end to end on real devices, encoding and
          decoding included.
        </Text>
        <SpeedupTable report={report} workloads={workloads} />
      </div>
      <SimpleGrid cols={{ base: 1, lg: 3 }} aria-hidden>
        {workloads.map((workload) => (
          <Curve key={workload.workload} report={report} workload={workload} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

const degreesOf = ({ rows }: PaperReport): number[] =>
  [...new Set(rows.map(({ degree }) => degree))].sort((a, b) => a - b);

function rowOf({ rows }: PaperReport, { workload }: Workload, degree: number) {
  return rows.find((row) => row.workload === workload && row.degree === degree);
}

function SpeedupTable({ report, workloads }: Props) {
  const degrees = degreesOf(report);
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table fz="xs" verticalSpacing={4} tabularNums>
        <Table.Thead>
          <Table.Tr>
            <Table.Th rowSpan={2}>Workload</Table.Th>
            <Table.Th colSpan={degrees.length} ta="center">
              Degree
            </Table.Th>
            <Table.Th rowSpan={2} ta="right">
              The paper
            </Table.Th>
          </Table.Tr>
          <Table.Tr>
            {degrees.map((degree) => (
              <Table.Th key={degree} ta="right">
                {degree}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {workloads.map((workload) => (
            <Fragment key={workload.workload}>
              <Table.Tr>
                <Table.Th scope="row">{workload.title}</Table.Th>
                {degrees.map((degree) => (
                  <Table.Td key={degree} ta="right">
                    {said(rowOf(report, workload, degree)?.speedup)}
                  </Table.Td>
                ))}
                <Table.Td ta="right" fw={600}>
                  {times(workload.paperSpeedup)}
                </Table.Td>
              </Table.Tr>
              <Table.Tr c="dimmed">
                <Table.Th scope="row" fw={400}>
                  ideal of {workload.steps} steps, {workload.warmup} to warm up
                </Table.Th>
                {degrees.map((degree) => (
                  <Table.Td key={degree} ta="right">
                    {said(rowOf(report, workload, degree)?.idealSpeedup)}
                  </Table.Td>
                ))}
                <Table.Td />
              </Table.Tr>
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const said = (speedup: number | undefined): string => (speedup === undefined ? '–' : times(speedup));

function Curve({ report, workload }: { readonly report: PaperReport; readonly workload: Workload }) {
  const data = degreesOf(report).map((degree) => {
    const row = rowOf(report, workload, degree);
    return { degree, Measured: row?.speedup ?? null, Ideal: row?.idealSpeedup ?? null };
  });
  const most = Math.max(workload.paperSpeedup, ...data.map(({ Ideal }) => Ideal ?? 0));
  return (
    <div>
      <Title order={3} mb="xs">
        {workload.title.split(',')[0]}
      </Title>
      <LineChart
        h={200}
        data={data}
        dataKey="degree"
        series={[
          { name: 'Measured', color: 'accent.6' },
          { name: 'Ideal', color: 'gray.6', strokeDasharray: '4 4' },
        ]}
        curveType="linear"
        withLegend
        xAxisLabel="Degree"
        valueFormatter={times}
        referenceLines={[{ y: workload.paperSpeedup, label: 'the paper', color: 'orange.6' }]}
        yAxisProps={{ width: 56, domain: [0, roundUp(most)], ticks: ticks(roundUp(most), 5) }}
        lineProps={{ isAnimationActive: false }}
        lineChartProps={{ accessibilityLayer: false }}
      />
    </div>
  );
}
