import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { Title } from '@mantine/core';
import { type PlanReport, planName, speedupsOf, spreadOf, ticks } from '../../../electron/contract/index';
import { times } from '../../design/numbers';

const ROW = 64;
const AXIS = 72;

/** What was gained beside what could be; the table says the same in numbers. */
export function SpeedupBars({ report }: { readonly report: PlanReport }) {
  const data = report.plans.map((plan) => ({
    plan: planName(plan),
    Measured: spreadOf(speedupsOf(report, plan)).median,
    Ideal: plan.idealSpeedup,
  }));
  const most = Math.max(...data.flatMap(({ Measured, Ideal }) => [Measured, Ideal]));
  return (
    <section aria-labelledby="speedup">
      <Title order={2} id="speedup" mb="xs">
        Speed-up
      </Title>
      <div aria-hidden>
        <BarChart
          h={AXIS + ROW * data.length}
          data={data}
          dataKey="plan"
          orientation="vertical"
          series={[
            { name: 'Measured', color: 'accent.6' },
            { name: 'Ideal', color: 'gray.5' },
          ]}
          gridAxis="x"
          withLegend
          valueFormatter={times}
          xAxisProps={{ type: 'number', domain: [0, 'dataMax'], ticks: ticks(most, 6) }}
          yAxisProps={{ width: 220 }}
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
        />
      </div>
    </section>
  );
}
