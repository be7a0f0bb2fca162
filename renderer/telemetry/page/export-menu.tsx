import type { RequestParams } from '../../../electron/contract/index';
import { request } from '../../bridge/client';
import { type SaveFormat, SaveMenu } from '../../design/save-menu';
import type { Watched } from './use-watched';

const FORMATS: readonly SaveFormat<RequestParams<'telemetry.export'>['format']>[] = [
  { format: 'html', label: 'Report (HTML)', hint: 'A page with plots and tables' },
  { format: 'trace', label: 'Chrome trace (JSON)', hint: 'For ui.perfetto.dev' },
  { format: 'csv', label: 'Table (CSV)', hint: 'One line per evaluation' },
];

const LONGEST_NAME = 60;

export function ExportMenu({ watched: { subject, title, work } }: { readonly watched: Watched }) {
  const suggestedName = `${title.slice(0, LONGEST_NAME)} telemetry`;
  return (
    <SaveMenu
      label="Export"
      formats={FORMATS}
      disabled={work.events.length === 0}
      failure="The telemetry could not be saved"
      save={(format) => request('telemetry.export', { subject: { ...subject }, format, suggestedName })}
    />
  );
}
