import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  jobResultSchema,
  RESULT_FILE,
  StudioError,
  TELEMETRY_FILE,
  UNFINISHED_FILE,
  unfinishedJobSchema,
} from '../../workers/api';
import { parseTelemetry, recordOfResult, recordOfUnfinished, type WorkRecord } from './work-record';

/** What the job in `folder` did: a finished one, or one that failed or was cancelled half-way. */
export async function readRecord(folder: string): Promise<WorkRecord> {
  const events = parseTelemetry(await readFile(join(folder, TELEMETRY_FILE), 'utf8').catch(() => ''));
  const result = jobResultSchema.safeParse(await readJson(join(folder, RESULT_FILE)));
  if (result.success) return recordOfResult(result.data, events);
  const unfinished = unfinishedJobSchema.safeParse(await readJson(join(folder, UNFINISHED_FILE)));
  if (unfinished.success) return recordOfUnfinished(unfinished.data, events);
  throw new StudioError(
    'bad-request',
    `${folder} does not hold a job: choose a folder that generate has written with --job-folder.`,
    { detail: result.error.message },
  );
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
