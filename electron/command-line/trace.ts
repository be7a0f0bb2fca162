import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StudioError, writeWhole } from '../../workers/api';
import { formatOfFile, TELEMETRY_FORMATS } from '../telemetry/formats';
import { readRecord } from '../telemetry/read-record';
import type { Reporter } from './reporter';

export type TraceOptions = { readonly out: string; readonly overwrite?: boolean };

/** Writes what every device did in a job, finished or not, as the file's name asks for. */
export async function exportTrace(
  folder: string,
  { out, overwrite = false }: TraceOptions,
  reporter: Reporter,
): Promise<void> {
  const format = formatOfFile(out);
  if (format === undefined) {
    throw new StudioError('bad-request', `${out} must end in .json (Chrome trace), .csv or .html.`);
  }
  const record = await readRecord(resolve(folder));
  const path = resolve(out);
  if (!overwrite && (await exists(path))) {
    throw new StudioError('output-failed', `${path} exists already: add --overwrite to replace it.`);
  }
  await writeWhole(path, Buffer.from(TELEMETRY_FORMATS[format].write(record)));
  const { events, outcome } = record;
  reporter.done(path, { type: 'traced', file: path, format, evaluations: events.length, outcome });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
