import { Stack, Text } from '@mantine/core';
import type { PlanReport, ShownBenchmark } from '../../../electron/contract/index';
import { count } from '../../design/numbers';
import { Changes } from './changes';
import { Outputs } from './outputs';
import { PlansTable } from './plans-table';
import { SpeedupBars } from './speedup-bars';

type Props = {
  readonly id: string;
  readonly report: PlanReport;
  readonly outputs: ShownBenchmark['outputs'];
};

/** Sequential and parallel plans beside each other. */
export function PlansView({ id, report, outputs }: Props) {
  const virtual = report.plans.some(({ devices }) => devices.some((device) => device.startsWith('virtual:')));
  return (
    <Stack gap="lg">
      <div>
        <Text size="sm" mb="xs">
          {count(report.steps, 'step')}, {count(report.seeds.length, 'seed')}. Large is the median, small the
          least and the most of all seeds.
        </Text>
        {virtual && (
          <Text size="sm" mb="xs">
            Virtual devices took part: their times are modelled, and what they made is made up.
          </Text>
        )}
        <PlansTable report={report} />
      </div>
      <SpeedupBars report={report} />
      <Outputs report={report} outputs={outputs} />
      <Changes id={id} report={report} />
    </Stack>
  );
}
