import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { RequestParams } from '../../../electron/contract/index';
import { request } from '../../bridge/client';
import { attempt, tell } from '../../design/notify';
import type { Watched } from './use-watched';

type Format = RequestParams<'telemetry.export'>['format'];

const FORMATS: readonly { readonly format: Format; readonly label: string; readonly hint: string }[] = [
  { format: 'html', label: 'Report (HTML)', hint: 'A page with plots and tables' },
  { format: 'trace', label: 'Chrome trace (JSON)', hint: 'For ui.perfetto.dev' },
  { format: 'csv', label: 'Table (CSV)', hint: 'One line per evaluation' },
];

const LONGEST_NAME = 60;

export function ExportMenu({ watched: { subject, title, work } }: { readonly watched: Watched }) {
  const save = (format: Format): void =>
    attempt('The telemetry could not be saved', async () => {
      const suggestedName = `${title.slice(0, LONGEST_NAME)} telemetry`;
      const saved = await request('telemetry.export', { subject: { ...subject }, format, suggestedName });
      if (saved !== null) tell(`Saved as ${saved.path}`);
    });
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <Button
          size="xs"
          variant="light"
          disabled={work.events.length === 0}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          Export
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
