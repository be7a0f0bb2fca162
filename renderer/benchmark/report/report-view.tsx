import { Group, Text, Title } from '@mantine/core';
import type { RequestParams, ShownBenchmark } from '../../../electron/contract/index';
import { request } from '../../bridge/client';
import { date } from '../../design/numbers';
import { type SaveFormat, SaveMenu } from '../../design/save-menu';
import { PaperView } from './paper-view';
import { PlansView } from './plans-view';

/** A report: what was measured, on what, and all that came of it. */
export function ReportView({ benchmark }: { readonly benchmark: ShownBenchmark }) {
  const { id, report, outputs, workloads } = benchmark;
  const { processor, cores, memoryGiB, platform } = report.machine;
  return (
    <article aria-labelledby="report">
      <Group justify="space-between" wrap="nowrap" mb="md" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Title order={2} id="report">
            {report.kind === 'plans' ? report.model : 'The paper’s workloads'}
          </Title>
          <Text size="xs" c="dimmed" className="tabular">
            {date(Date.parse(report.createdAt))}, on {processor} with {cores} cores and {memoryGiB} GiB,{' '}
            {platform}
          </Text>
        </div>
        <SaveMenu
          label="Save as"
          formats={FORMATS}
          failure="The report could not be saved"
          save={(format) => request('benchmark.export', { benchmark: id, format })}
        />
      </Group>
      {report.kind === 'plans' ? (
        <PlansView id={id} report={report} outputs={outputs} />
      ) : (
        <PaperView report={report} workloads={workloads} />
      )}
    </article>
  );
}

const FORMATS: readonly SaveFormat<RequestParams<'benchmark.export'>['format']>[] = [
  { format: 'json', label: 'Report (JSON)', hint: 'With every sample; the command line compares with it' },
  { format: 'text', label: 'Table (text)', hint: 'As the command line prints it' },
];
