import { memo } from 'react';
import type { RequestParams } from '../../../electron/contract/index';
import { request } from '../../bridge/client';
import { type SaveFormat, SaveMenu } from '../../design/save-menu';
import type { TelemetrySubject } from './subject';

const FORMATS: readonly SaveFormat<RequestParams<'telemetry.export'>['format']>[] = [
  { format: 'html', label: 'Report (HTML)', hint: 'A page with plots and tables' },
  { format: 'trace', label: 'Chrome trace (JSON)', hint: 'For ui.perfetto.dev' },
  { format: 'csv', label: 'Table (CSV)', hint: 'One line per evaluation' },
];

const LONGEST_NAME = 60;

type Props = { readonly subject: TelemetrySubject; readonly title: string; readonly empty: boolean };

export const ExportMenu = memo(function ExportMenu({ subject, title, empty }: Props) {
  const suggestedName = `${title.slice(0, LONGEST_NAME)} telemetry`;
  return (
    <SaveMenu
      label="Export"
      formats={FORMATS}
      disabled={empty}
      failure="The telemetry could not be saved"
      save={(format) => request('telemetry.export', { subject: { ...subject }, format, suggestedName })}
    />
  );
});
