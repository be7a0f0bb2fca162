import { ActionIcon, Group, Text, Title, UnstyledButton } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconTrash } from '@tabler/icons-react';
import type { SavedBenchmark } from '../../electron/contract/index';
import { Loaded } from '../design/loaded';
import { attempt } from '../design/notify';
import { date } from '../design/numbers';
import { showReport, trashReport, useBenchmarks } from './benchmark-store';
import classes from './saved-list.module.css';

/** Every report that was measured here, newest first. */
export function SavedList() {
  const saved = useBenchmarks((state) => state.saved);
  return (
    <section aria-labelledby="saved-reports">
      <Title order={2} id="saved-reports" mb="xs">
        Saved reports
      </Title>
      <Loaded of={saved} what="reports">
        {(reports) =>
          reports.length === 0 ? (
            <Text size="sm" c="dimmed">
              Reports are kept here.
            </Text>
          ) : (
            <ul className={classes['list']}>
              {reports.map((report) => (
                <li key={report.id}>
                  <Saved report={report} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function Saved({ report: { id, title, detail, createdAt } }: { readonly report: SavedBenchmark }) {
  const shown = useBenchmarks((state) => state.shown === id);
  return (
    <Group wrap="nowrap" gap={4}>
      <UnstyledButton
        className={classes['open']}
        aria-current={shown ? 'true' : undefined}
        onClick={() => showReport(id)}
      >
        <Text component="span" display="block" size="sm" truncate>
          {title}
        </Text>
        <Text component="span" display="block" size="xs" c="dimmed" className="tabular" truncate>
          {detail}
        </Text>
        <Text component="span" display="block" size="xs" c="dimmed" className="tabular">
          {date(createdAt)}
        </Text>
      </UnstyledButton>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move the report of ${date(createdAt)} to the trash`}
        onClick={() => confirmTrash(id)}
      >
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
    </Group>
  );
}

function confirmTrash(id: string): void {
  modals.openConfirmModal({
    title: 'Move this report to the trash?',
    children: 'It goes to the trash of your system with the clips that were made for it.',
    labels: { confirm: 'Move to trash', cancel: 'Keep' },
    confirmProps: { color: 'red.8' },
    onConfirm: () => attempt('The report could not be moved to the trash', () => trashReport(id)),
  });
}
