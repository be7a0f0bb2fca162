import { writeWhole } from '../../workers/api';
import { nameWith } from '../exporting/file-names';
import { TELEMETRY_FORMATS, type TelemetryFormat } from './formats';
import type { WorkRecord } from './work-record';

export type TelemetryExport = {
  readonly format: TelemetryFormat;
  readonly suggestedName: string;
  readonly askForPath: (question: {
    readonly name: string;
    readonly label: string;
    readonly extension: string;
  }) => Promise<string | undefined>;
};

/** Asks where to write a job's telemetry and does so; null if the user chose nothing. */
export async function exportTelemetry(
  record: () => Promise<WorkRecord>,
  { format, suggestedName, askForPath }: TelemetryExport,
): Promise<{ readonly path: string } | null> {
  const { label, extension, write } = TELEMETRY_FORMATS[format];
  const name = nameWith(suggestedName, extension);
  const path = await askForPath({ name, label, extension });
  if (path === undefined) return null;
  await writeWhole(path, Buffer.from(write(await record())));
  return { path };
}
