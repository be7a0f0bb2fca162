import { EmptyState, Stack } from '@mantine/core';
import { IconGauge } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useBenchmarkState } from '../bridge/benchmark-state';
import { Loaded } from '../design/loaded';
import { PageFrame } from '../design/page-frame';
import { Sentence } from '../design/sentence';
import classes from './benchmark-page.module.css';
import { loadSaved, useBenchmarks, useReport } from './benchmark-store';
import { OrderForm } from './form/order-form';
import { ReportView } from './report/report-view';
import { RunningCard } from './running-card';
import { SavedList } from './saved-list';

/** What step-parallel denoising gains on this machine: measured, read, kept and compared. */
export function BenchmarkPage() {
  useEffect(() => {
    void loadSaved();
  }, []);
  const { running, ended } = useBenchmarkState();
  const shown = useBenchmarks((state) => state.shown);
  const report = useReport(shown);
  return (
    <PageFrame title="Benchmark">
      <div className={classes['columns']}>
        <Stack gap="lg">
          <OrderForm busy={running !== null} />
          <SavedList />
        </Stack>
        <Stack gap="lg">
          {running !== null && <RunningCard progress={running} />}
          {ended?.problem != null && <Sentence>{ended.problem}</Sentence>}
          {report === undefined ? (
            running === null && <NothingYet />
          ) : (
            <Loaded of={report} what="report">
              {(benchmark) => <ReportView key={benchmark.id} benchmark={benchmark} />}
            </Loaded>
          )}
        </Stack>
      </div>
    </PageFrame>
  );
}

const NothingYet = () => (
  <EmptyState
    pt={80}
    icon={<IconGauge stroke={1.4} />}
    title="Nothing is shown yet"
    description="Measure what several devices gain over one, or open a saved report. Each plan makes the same clips, one after the other, so that speed and nearness can be told."
  />
);
