import { chromeTrace } from './chrome-trace';
import { telemetryCsv } from './csv';
import { htmlReport } from './report/report';
import type { WorkRecord } from './work-record';

export type TelemetryFormat = 'trace' | 'csv' | 'html';

type FormatInfo = {
  /** What a save dialog calls it. */
  readonly label: string;
  readonly extension: string;
  readonly write: (record: WorkRecord) => string;
};

export const TELEMETRY_FORMATS: Readonly<Record<TelemetryFormat, FormatInfo>> = {
  trace: {
    label: 'Chrome trace',
    extension: 'json',
    write: (record) => `${JSON.stringify(chromeTrace(record))}\n`,
  },
  csv: { label: 'Table', extension: 'csv', write: telemetryCsv },
  html: { label: 'Report', extension: 'html', write: htmlReport },
};

/** The format that a file's name asks for. */
export function formatOfFile(path: string): TelemetryFormat | undefined {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  if (extension === 'htm') return 'html';
  const formats = Object.entries(TELEMETRY_FORMATS) as [TelemetryFormat, FormatInfo][];
  return formats.find(([, format]) => format.extension === extension)?.[0];
}
