import { Button, Group, Menu, Text, Title } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ShownBenchmark } from '../../../electron/contract/index';
import { request } from '../../bridge/client';
import { attempt, tell } from '../../design/notify';
import { date } from '../../design/numbers';
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
        <SaveMenu id={id} />
      </Group>
      {report.kind === 'plans' ? (
        <PlansView id={id} report={report} outputs={outputs} />
      ) : (
        <PaperView report={report} workloads={workloads} />
      )}
    </article>
  );
}

const FORMATS = [
  { format: 'json', label: 'Report (JSON)', hint: 'With every sample; the command line compares with it' },
  { format: 'text', label: 'Table (text)', hint: 'As the command line prints it' },
] as const;

function SaveMenu({ id }: { readonly id: string }) {
  const save = (format: (typeof FORMATS)[number]['format']): void =>
    attempt('The report could not be saved', async () => {
      const saved = await request('benchmark.export', { benchmark: id, format });
      if (saved !== null) tell(`Saved as ${saved.path}`);
    });
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <Button
          size="xs"
          variant="light"
          style={{ flex: 'none' }}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          Save as
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(({ format, label, hint }) => (
          <Menu.Item key={format} onClick={() => save(format)}>
            {label}
            <br />
            <small>{hint}</small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
