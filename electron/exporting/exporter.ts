import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError, writeWhole } from '../../workers/api';
import type { ExportFormat, ExportTarget, RequestParams } from '../contract';
import { JsonFile } from '../files/json-file';
import type { Log } from '../logs/log';
import { PartialTarget } from './export-target';
import { FORMAT_FILES, fileName } from './file-names';

type BeginParams = RequestParams<'export.begin'>;

export type ExporterOptions = {
  /** Where the names of unfinished exports are kept, so that a killed app cleans up at its next start. */
  readonly journal: string;
  /** A folder of the app's own for what is dragged out. */
  readonly dragFolder: string;
  readonly log: Log;
  /** Fails if the result is no longer there. */
  readonly checkResult: (result: string) => Promise<unknown>;
  /** Asks the user for a destination, which has the extension; undefined if there is none. */
  readonly askForPath: (question: SaveQuestion) => Promise<string | undefined>;
};

export type SaveQuestion = {
  readonly name: string;
  readonly label: string;
  readonly extension: string | undefined;
};

type Exporting = {
  readonly result: string;
  readonly target: PartialTarget;
  /** The user has chosen where to; what is made ready for a drag, nobody has asked for yet. */
  readonly isAskedFor: boolean;
  finished: boolean;
};

/** Takes what the window encodes to where the user wants it. A file appears there whole or not at all. */
export class Exporter {
  readonly #options: ExporterOptions;
  readonly #journal: JsonFile;
  readonly #exports = new Map<string, Exporting>();

  constructor(options: ExporterOptions) {
    this.#options = options;
    this.#journal = new JsonFile(options.journal);
  }

  /** Whether a file is on its way to where the user wants it. */
  get isBusy(): boolean {
    return [...this.#exports.values()].some(({ isAskedFor, finished }) => isAskedFor && !finished);
  }

  /** Takes away what a killed run of the app has left. */
  async open(): Promise<void> {
    try {
      const left = this.#journal.read();
      const partials = Array.isArray(left) ? left.filter((path) => typeof path === 'string') : [];
      for (const path of partials.filter((name) => name.endsWith('.partial'))) {
        await rm(path, { recursive: true, force: true });
      }
      if (partials.length > 0) await this.#journal.save([]);
      await rm(this.#options.dragFolder, { recursive: true, force: true });
    } catch (error) {
      this.#options.log.error('unfinished exports could not be removed', error);
    }
  }

  async begin({ result, format, suggestedName }: BeginParams): Promise<ExportTarget | null> {
    await this.#options.checkResult(result);
    const name = fileName(suggestedName, format);
    const chosen = await this.#options.askForPath({ name, ...FORMAT_FILES[format] });
    if (chosen === undefined) return null;
    return this.#start({ result, path: chosen, format, isAskedFor: true });
  }

  async beginForDrag({ result, format, suggestedName }: BeginParams): Promise<ExportTarget> {
    await this.#options.checkResult(result);
    const folder = join(this.#options.dragFolder, randomUUID());
    await mkdir(folder, { recursive: true });
    const path = join(folder, fileName(suggestedName, format));
    return this.#start({ result, path, format, isAskedFor: false });
  }

  async write({ export: id, file, bytes }: RequestParams<'export.write'>): Promise<void> {
    await this.#unfinished(id).target.write(file, bytes);
  }

  async finish({ export: id, sidecar }: RequestParams<'export.finish'>): Promise<{ readonly path: string }> {
    const exporting = this.#unfinished(id);
    const { target } = exporting;
    if (sidecar !== null && target.isFolder) await target.write('settings.json', Buffer.from(sidecar));
    await target.finish();
    exporting.finished = true;
    if (sidecar !== null && !target.isFolder) {
      await writeWhole(`${target.path}.json`, Buffer.from(sidecar));
    }
    await this.#saveJournal();
    return { path: target.path };
  }

  async abort(id: string): Promise<void> {
    const exporting = this.#exports.get(id);
    if (exporting === undefined || exporting.finished) return;
    this.#exports.delete(id);
    await exporting.target.discard();
    await this.#saveJournal();
  }

  /** Ends what the window has begun and can no longer go on with. */
  async abortAll(): Promise<void> {
    await Promise.all([...this.#exports.keys()].map((id) => this.abort(id)));
  }

  /** The finished file of an export for a drag, and the result that it shows. */
  finishedFile(id: string): { readonly path: string; readonly result: string } {
    const exporting = this.#exports.get(id);
    if (exporting?.finished !== true) {
      throw new StudioError('bad-request', 'This file is not ready yet: wait until it has been written.');
    }
    return { path: exporting.target.path, result: exporting.result };
  }

  async #start({
    result,
    path,
    format,
    isAskedFor,
  }: Pick<Exporting, 'result' | 'isAskedFor'> & {
    readonly path: string;
    readonly format: ExportFormat;
  }): Promise<ExportTarget> {
    const id = randomUUID();
    const isFolder = FORMAT_FILES[format].extension === undefined;
    const target = await PartialTarget.create(path, isFolder, id.slice(0, 8));
    this.#exports.set(id, { result, target, isAskedFor, finished: false });
    await this.#saveJournal();
    return { id, path, isFolder };
  }

  #unfinished(id: string): Exporting {
    const exporting = this.#exports.get(id);
    if (exporting !== undefined && !exporting.finished) return exporting;
    throw new StudioError('bad-request', 'This export has ended already: save the clip again.');
  }

  async #saveJournal(): Promise<void> {
    const unfinished = [...this.#exports.values()].filter(({ finished }) => !finished);
    await this.#journal.save(unfinished.map(({ target }) => target.partial)).catch((error: unknown) => {
      this.#options.log.error('the list of exports could not be saved', error);
    });
  }
}
