import { access, copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Media, mediaSchema, outputError, StudioError, writeWhole } from '../../workers/api';
import {
  type BenchmarkReport,
  reportSchema,
  type SavedBenchmark,
  type ShownBenchmark,
} from '../contract/benchmark';
import { MEDIA_SCHEME } from '../contract/channels';
import { trashError } from '../files/trash-error';
import { resultIdSchema } from '../library/result-folder';
import { shownMedia } from '../library/shown-media';
import { workloadFacts } from './paper';

const REPORT_FILE = 'report.json';
const OUTPUTS_FILE = 'outputs.json';
const outputFile = (plan: number): string => `output-${plan}`;
const OUTPUT_NAME = /^output-\d{1,3}$/;
/** The host of their addresses in the window. */
export const BENCHMARKS_HOST = 'benchmarks';

const outputsSchema = z.array(mediaSchema.nullable());

/** A benchmark while it is measured: outputs are kept as they come, and with the report it becomes a saved one. */
export type BenchmarkDraft = {
  readonly id: string;
  keepOutput(plan: number, media: Media, folder: string): Promise<void>;
  save(report: BenchmarkReport): Promise<void>;
  /** Leaves nothing. */
  discard(): Promise<void>;
};

/** The reports that benchmarks in the window have left, each in a folder with what its plans made. */
export class BenchmarkStore {
  readonly #folder: string;
  readonly #trash: (path: string) => Promise<void>;

  constructor(folder: string, trash: (path: string) => Promise<void>) {
    this.#folder = folder;
    this.#trash = trash;
  }

  async begin(id: string): Promise<BenchmarkDraft> {
    const folder = join(this.#folder, id);
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw outputError(folder, error);
    });
    const outputs: Media[] = [];
    return {
      id,
      async keepOutput(plan, media, from) {
        const file = outputFile(plan);
        await copyFile(join(from, media.file), join(folder, file)).catch((error: unknown) => {
          throw outputError(folder, error);
        });
        outputs[plan] = { ...media, file };
      },
      async save(report) {
        const plans = report.kind === 'plans' ? report.plans.length : 0;
        const kept = Array.from({ length: plans }, (_, plan) => outputs[plan] ?? null);
        await writeWhole(join(folder, OUTPUTS_FILE), Buffer.from(`${JSON.stringify(kept)}\n`));
        await writeWhole(join(folder, REPORT_FILE), Buffer.from(`${JSON.stringify(report, null, 2)}\n`));
      },
      discard: () => rm(folder, { recursive: true, force: true }),
    };
  }

  /** Newest first. What cannot be read is left out. */
  async list(): Promise<SavedBenchmark[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const reports = await Promise.all(names.map(async (id) => [id, await this.#read(id)] as const));
    return reports
      .flatMap(([id, report]) => (report === undefined ? [] : [summaryOf(id, report)]))
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  async report(id: string): Promise<BenchmarkReport> {
    const report = await this.#read(id);
    if (report !== undefined) return report;
    throw new StudioError('bad-request', 'This report is gone: it has been moved or deleted.');
  }

  async get(id: string): Promise<ShownBenchmark> {
    const report = await this.report(id);
    const outputs = await this.#outputs(id);
    return {
      id,
      report,
      outputs: outputs.map(
        (media) => media && shownMedia(media, `${MEDIA_SCHEME}://${BENCHMARKS_HOST}/${id}`),
      ),
      workloads: report.kind === 'paper' ? workloadFacts() : [],
    };
  }

  /** Moves a report and its outputs to the platform's trash. */
  async trash(id: string): Promise<void> {
    await this.report(id);
    const folder = join(this.#folder, id);
    await this.#trash(folder).catch((error: unknown) => {
      throw trashError(folder, error);
    });
  }

  /** A file for the window, or undefined for what is no output. */
  mediaFile(id: string, file: string): string | undefined {
    return OUTPUT_NAME.test(file) ? join(this.#folder, id, file) : undefined;
  }

  /** Removes what benchmarks have begun that the app's end has ended; what cannot be removed stays, and is told. */
  async open(onFailure: (folder: string, error: unknown) => void): Promise<void> {
    for (const id of await readdir(this.#folder).catch(() => [])) {
      const folder = join(this.#folder, id);
      if (!resultIdSchema.safeParse(id).success || !(await isMissing(join(folder, REPORT_FILE)))) continue;
      await rm(folder, { recursive: true, force: true }).catch((error: unknown) => onFailure(folder, error));
    }
  }

  async #text(id: string, file: string): Promise<string | undefined> {
    return readFile(join(this.#folder, id, file), 'utf8').catch(() => undefined);
  }

  async #read(id: string): Promise<BenchmarkReport | undefined> {
    if (!resultIdSchema.safeParse(id).success) return undefined;
    return parsed(reportSchema, await this.#text(id, REPORT_FILE));
  }

  async #outputs(id: string): Promise<(Media | null)[]> {
    return parsed(outputsSchema, await this.#text(id, OUTPUTS_FILE)) ?? [];
  }
}

/** A file that is there and cannot be read, such as one that is locked, is not missing. */
const isMissing = (path: string): Promise<boolean> =>
  access(path).then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code === 'ENOENT' || code === 'ENOTDIR',
  );

function parsed<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  try {
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function summaryOf(id: string, report: BenchmarkReport): SavedBenchmark {
  const { kind, createdAt } = report;
  const common = { id, kind, createdAt: Date.parse(createdAt) };
  if (report.kind === 'paper') {
    const most = Math.max(...report.rows.map(({ degree }) => degree));
    return {
      ...common,
      title: 'The paper’s workloads',
      detail: `${report.stepMs} ms a step, degrees 1 to ${most}`,
    };
  }
  const { model, steps, seeds, plans } = report;
  return {
    ...common,
    title: model,
    detail: `${steps} steps, ${counted(plans.length, 'plan')}, ${counted(seeds.length, 'seed')}`,
  };
}

const counted = (amount: number, one: string): string => `${amount} ${one}${amount === 1 ? '' : 's'}`;
