import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkBundle, type Manifest, openBundle, outputError, StudioError } from '../../../workers/api';
import { checkFreeSpace } from '../../files/free-space';

/** What is on its way into a folder of models. The catalogue passes over names that begin with a dot. */
export const INCOMING = '.incoming';

export type Progress = {
  /** Bytes. */
  readonly done: number;
  readonly total: number;
  /** What the manifest says, once it is known. */
  readonly title?: string;
  readonly license?: string;
};

/** A bundle that is being put together; it moves among the models when it is whole. */
export class IncomingBundle {
  readonly #models: string;
  /** The folder of all that belongs to it. */
  readonly folder: string;

  constructor(models: string, key: string) {
    this.#models = models;
    this.folder = join(models, INCOMING, createHash('sha256').update(key).digest('hex').slice(0, 16));
  }

  get bundle(): string {
    return join(this.folder, 'bundle');
  }

  async create(): Promise<void> {
    await mkdir(this.bundle, { recursive: true }).catch((error: unknown) => {
      throw outputError(this.bundle, error);
    });
  }

  /** Throws `bad-request` if a model of this identifier is in the folder already. */
  async checkPlace({ id, title }: Manifest): Promise<void> {
    if ((await stat(join(this.#models, id)).catch(() => undefined)) === undefined) return;
    throw new StudioError('bad-request', `${title} is here already: remove it first to install it again.`);
  }

  /** Throws `output-failed` if so many more bytes do not fit on the disk. */
  checkSpace(bytes: number): Promise<void> {
    return checkFreeSpace(this.#models, bytes, 'this model needs');
  }

  /** Checks the whole bundle, then puts it among the models. Answers its folder. */
  async install(): Promise<string> {
    const bundle = await openBundle(this.bundle);
    checkBundle(bundle);
    await this.checkPlace(bundle.manifest);
    const place = join(this.#models, bundle.manifest.id);
    await rename(this.bundle, place).catch((error: unknown) => {
      throw outputError(place, error);
    });
    await this.discard();
    return place;
  }

  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The folders of all that is on its way into a folder of models. */
export async function incomingFolders(models: string): Promise<string[]> {
  const names = await readdir(join(models, INCOMING)).catch(() => []);
  return names.sort().map((name) => join(models, INCOMING, name));
}
