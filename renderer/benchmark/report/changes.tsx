import { Select, Table, Text, Title } from '@mantine/core';
import { changesOf, type PlanReport } from '../../../electron/contract/index';
import { readyValue } from '../../bridge/loadable';
import { date, measured } from '../../design/numbers';
import { Sentence } from '../../design/sentence';
import { compareWith, useBenchmarks, useReport } from '../benchmark-store';

/** How this report stands to an earlier one. */
export function Changes({ id, report }: { readonly id: string; readonly report: PlanReport }) {
  const saved = useBenchmarks((state) => state.saved);
  const earlier = useBenchmarks((state) => state.earlier);
  const other = useReport(earlier);
  const choices = (readyValue(saved) ?? []).filter((one) => one.kind === 'plans' && one.id !== id);
  const before = other?.state === 'ready' ? other.value.report : undefined;
  return (
    <section aria-labelledby="changes">
      <Title order={2} id="changes" mb="xs">
        Against another report
      </Title>
      {choices.length === 0 ? (
        <Text size="sm" c="dimmed">
          With a second report of plans, both can be compared here.
        </Text>
      ) : (
        <Select
          size="xs"
          maw={420}
          aria-label="Report to compare with"
          placeholder="Compare with…"
          clearable
          data={choices.map(({ id: value, title, detail, createdAt }) => ({
            value,
            label: `${title}, ${detail}, ${date(createdAt)}`,
          }))}
          value={earlier ?? null}
          onChange={(value) => compareWith(value ?? undefined)}
        />
      )}
      {other?.state === 'failed' && <Sentence>{other.problem}</Sentence>}
      {before?.kind === 'plans' && <ChangesTable now={report} before={before} />}
    </section>
  );
}

function ChangesTable({ now, before }: { readonly now: PlanReport; readonly before: PlanReport }) {
  const unlike = now.model !== before.model || now.steps !== before.steps;
  return (
    <>
      {unlike && (
        <Sentence kind="warning">
          {`The other report is of ${before.model} with ${before.steps} steps: the times are of unlike work.`}
        </Sentence>
      )}
      <Table fz="xs" verticalSpacing={4} tabularNums mt="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Plan</Table.Th>
            <Table.Th ta="right">Then</Table.Th>
            <Table.Th ta="right">Now</Table.Th>
            <Table.Th ta="right">Change</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changesOf(now, before).map(({ name, denoiseMs, earlierMs, change }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td ta="right">{earlierMs === null ? '–' : measured(earlierMs)}</Table.Td>
              <Table.Td ta="right">{measured(denoiseMs)}</Table.Td>
              <Table.Td ta="right">{change === null ? 'new' : changeText(change)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

const changeText = (change: number): string => {
  const text = `${Math.abs(change * 100).toFixed(1)} %`;
  return change < 0 ? `${text} faster` : `${text} slower`;
};
