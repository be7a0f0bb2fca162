import { lstat, mkdir, readdir, readFile, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type EvaluationEvent,
  type JobResult,
  jobResultSchema,
  largestBatch,
  type Media,
  outputError,
  RESULT_FILE,
  StudioError,
  TELEMETRY_FILE,
  writeWhole,
} from '../../workers/api';
import type { JobDraft } from '../contract';
import { jobDraftSchema } from '../contract/jobs';
import { exists } from '../files/exists';
import { bytesNeeded } from '../jobs/request-facts';
import { parseTelemetry } from '../telemetry/work-record';

export const FRAMES_FILE = 'frames.rgb';
export const SOUNDS_FILE = 'sounds.f32';
export const THUMBNAIL_FILE = 'thumbnail.png';
/** Where the samples of each kind of media lie. */
const MEDIA_FILES: Readonly<Record<Media['kind'], string>> = { video: FRAMES_FILE, audio: SOUNDS_FILE };
const DRAFT_FILE = 'draft.json';

/** Names of results on disk and in URLs: nothing that could lead elsewhere. */
export const resultIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/);

const draftFileSchema = z.strictObject({
  formatVersion: z.literal(1),
  createdAt: z.number(),
  draft: jobDraftSchema,
});

/** A finished job as its folder holds it. */
export type StoredResult = {
  readonly id: string;
  readonly folder: string;
  readonly createdAt: number;
  readonly draft: JobDraft;
  readonly result: JobResult;
};

/**
 * Makes the folder that a job writes to, with the draft that it is made from. Refuses if what the job makes would
 * not fit onto the disk: that is better known before it has computed for an hour.
 */
export async function prepareResultFolder(folder: string, draft: JobDraft, createdAt: number): Promise<void> {
  try {
    // What an earlier attempt left would be taken for this one's.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < bytesNeeded(draft.request)) {
      throw Object.assign(new Error(`${bavail} blocks of ${bsize} bytes are free`), { code: 'ENOSPC' });
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw outputError(folder, error);
  }
  const content = { formatVersion: 1, createdAt, draft } satisfies z.infer<typeof draftFileSchema>;
  await writeWhole(join(folder, DRAFT_FILE), Buffer.from(`${JSON.stringify(content, null, 2)}\n`));
}

/** The result in a folder, or undefined if there is none that is complete. */
export async function readResultFolder(library: string, id: string): Promise<StoredResult | undefined> {
  const folder = join(library, id);
  try {
    const result = jobResultSchema.parse(JSON.parse(await readFile(join(folder, RESULT_FILE), 'utf8')));
    const { media } = result;
    const samples = await lstat(join(folder, media.file));
    if (media.file !== MEDIA_FILES[media.kind] || !samples.isFile() || samples.size !== bytesOf(media)) {
      return undefined;
    }
    const { createdAt, draft } = (await readDraft(folder)) ?? {
      createdAt: samples.mtimeMs,
      draft: draftOf(result),
    };
    return { id, folder, createdAt, draft, result };
  } catch {
    return undefined;
  }
}

/** Bytes that the samples of media take. */
function bytesOf(media: Media): number {
  switch (media.kind) {
    case 'video':
      return media.frames * media.width * media.height * 3;
    case 'audio':
      return media.waveforms * media.samples * Float32Array.BYTES_PER_ELEMENT;
  }
}

/** The names in the library that could be results. */
export async function listResultFolders(library: string): Promise<string[]> {
  const entries = await readdir(library, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && resultIdSchema.safeParse(entry.name).success)
    .map(({ name }) => name);
}

/** Whether the result is still where it was, or the file of it that matters. */
export async function isResultThere(library: string, id: string, file = RESULT_FILE): Promise<boolean> {
  return exists(join(library, id, file));
}

/** What every evaluation of the job took; empty if the file is gone. Lines that cannot be read are left out. */
export async function readTelemetry({ folder }: StoredResult): Promise<EvaluationEvent[]> {
  return parseTelemetry(await readFile(join(folder, TELEMETRY_FILE), 'utf8').catch(() => ''));
}

export const goneError = (): StudioError =>
  new StudioError('bad-request', 'This result is no longer in the library: its folder was moved or deleted.');

async function readDraft(folder: string): Promise<z.infer<typeof draftFileSchema> | undefined> {
  const text = await readFile(join(folder, DRAFT_FILE), 'utf8').catch(() => '');
  return draftFileSchema.safeParse(parseJson(text)).data;
}

/** The draft of a result that was made without the app. */
function draftOf({ bundle, request, plan, reuse, devices }: JobResult): JobDraft {
  const { degree, warmup, cooldown } = plan;
  const batch = largestBatch(plan);
  const parallelism = { devices, degree, ...(batch > 1 && { batch }), warmup, cooldown, reuse };
  return { model: bundle.id, request, parallelism };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
