import { join } from 'node:path';
import { idealSpeedup, idealSpeedupOn, titleOf } from '../../workers/api';
import type { JobDraft, LibraryPage, LibraryQuery, ResultDetail, ResultSummary } from '../contract';
import { MEDIA_SCHEME } from '../contract';
import { trashError } from '../files/trash-error';
import { shapeOf } from '../jobs/request-facts';
import type { Log } from '../logs/log';
import {
  FRAMES_FILE,
  goneError,
  isResultThere,
  listResultFolders,
  readResultFolder,
  readTelemetry,
  SOUNDS_FILE,
  type StoredResult,
  THUMBNAIL_FILE,
} from './result-folder';
import { type IndexEntry, type PastTimings, ResultIndex } from './result-index';
import { shownMedia } from './shown-media';
import { ensureThumbnail } from './thumbnail';

export type LibraryOptions = {
  readonly folder: string;
  readonly indexFile: string;
  readonly log: Log;
  readonly onChanged: (total: number) => void;
  /** Moves a folder to the platform's trash. */
  readonly trash: (path: string) => Promise<void>;
  readonly commandLine: (stored: StoredResult) => string;
};

/** The finished jobs. The folders are what counts; the index only finds them fast. */
export class Library {
  readonly #options: LibraryOptions;
  readonly #index: ResultIndex;
  readonly #ready: Promise<void>;

  /** Opens the library and brings its index in line with the folders; what is asked meanwhile waits. */
  constructor(options: LibraryOptions) {
    this.#options = options;
    this.#index = ResultIndex.open(options.indexFile, options.folder);
    this.#ready = this.#reconcile().catch((error: unknown) => {
      options.log.error('library could not be read', error);
    });
  }

  get folder(): string {
    return this.#options.folder;
  }

  /** Takes in a job that has just finished. */
  async add(id: string): Promise<void> {
    const stored = await readResultFolder(this.folder, id);
    if (stored === undefined) throw goneError();
    await this.#takeIn(stored);
    this.#tellChanged();
  }

  async list(query: LibraryQuery): Promise<LibraryPage> {
    await this.#ready;
    for (;;) {
      const { total, summaries } = this.#index.find(query);
      const there = await Promise.all(
        summaries.map(({ id, media }) => isResultThere(this.folder, id, media.file)),
      );
      const gone = summaries.filter((_, i) => !there[i]).map(({ id }) => id);
      if (gone.length === 0) return { total, results: summaries.map(withUrls) };
      this.#index.remove(gone);
      this.#tellChanged();
    }
  }

  async get(id: string): Promise<ResultDetail> {
    const stored = await this.stored(id);
    const { result, draft, folder } = stored;
    const evaluations = await readTelemetry(stored);
    return {
      ...withUrls(entryOf(stored).summary),
      draft,
      plan: result.plan,
      idealSpeedup: idealSpeedupOn(result.plan, evaluations),
      notices: result.notices,
      timings: result.timings,
      memory: result.memory,
      evaluations,
      commandLine: this.#options.commandLine(stored),
      folder,
    };
  }

  /** A result that is there; one whose folder has vanished leaves the index. */
  async stored(id: string): Promise<StoredResult> {
    await this.#ready;
    if (!this.#index.has(id)) throw goneError();
    const stored = await readResultFolder(this.folder, id);
    if (stored !== undefined) return stored;
    this.#index.remove([id]);
    this.#tellChanged();
    throw goneError();
  }

  /** A file of a result for the window, or undefined if there is no such result. */
  mediaFile(id: string, file: string): string | undefined {
    if (![FRAMES_FILE, SOUNDS_FILE, THUMBNAIL_FILE].includes(file)) return undefined;
    return this.#index.has(id) ? join(this.folder, id, file) : undefined;
  }

  /** Moves results to the trash; those that are gone already only leave the list. */
  async trash(ids: readonly string[]): Promise<void> {
    await this.#ready;
    const removed: string[] = [];
    try {
      for (const id of ids.filter((known) => this.#index.has(known))) {
        if (await isResultThere(this.folder, id)) await this.#trashFolder(join(this.folder, id));
        removed.push(id);
      }
    } finally {
      this.#index.remove(removed);
      this.#tellChanged();
    }
  }

  /** What the last job like this one took. */
  async lastTimings({ model, request }: JobDraft): Promise<PastTimings | undefined> {
    await this.#ready;
    return this.#index.lastTimings(model, shapeOf(request));
  }

  async close(): Promise<void> {
    await this.#ready;
    this.#index.close();
  }

  async #trashFolder(path: string): Promise<void> {
    await this.#options.trash(path).catch((error: unknown) => {
      throw trashError(path, error);
    });
  }

  async #reconcile(): Promise<void> {
    const indexed = this.#index.ids();
    const found = new Set(await listResultFolders(this.folder));
    const missing = [...found].filter((id) => !indexed.has(id));
    const vanished = [...indexed].filter((id) => !found.has(id));
    this.#index.remove(vanished);
    let taken = 0;
    for (const id of missing) {
      const stored = await readResultFolder(this.folder, id);
      if (stored === undefined) continue;
      await this.#takeIn(stored);
      taken++;
    }
    if (taken + vanished.length > 0) {
      this.#options.log.info(`library: ${taken} results found, ${vanished.length} vanished`);
      this.#tellChanged();
    }
  }

  async #takeIn(stored: StoredResult): Promise<void> {
    await ensureThumbnail(stored.folder, stored.result.media).catch((error: unknown) => {
      this.#options.log.error(`no thumbnail for ${stored.id}`, error);
    });
    this.#index.put(entryOf(stored));
  }

  #tellChanged(): void {
    this.#options.onChanged(this.#index.count());
  }
}

function entryOf({ id, createdAt, draft, result }: StoredResult): IndexEntry {
  const { request, media, bundle, timings, plan, devices } = result;
  return {
    model: draft.model,
    shape: shapeOf(request),
    timings: { stages: timings.stages, rounds: plan.steps / idealSpeedup(plan) },
    summary: {
      id,
      createdAt,
      kind: request.kind,
      title: titleOf(request),
      seed: request.seed,
      modelTitle: bundle.title,
      media,
      seconds: timings.total / 1000,
      degree: plan.degree,
      devices,
    },
  };
}

function withUrls(summary: IndexEntry['summary']): ResultSummary {
  const base = `${MEDIA_SCHEME}://library/${summary.id}`;
  return { ...summary, media: shownMedia(summary.media, base), thumbnailUrl: `${base}/${THUMBNAIL_FILE}` };
}
