import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  inspectModel,
  MANIFEST_FILE,
  type ModelInspection,
  openBundle,
  StudioError,
} from '../../workers/api';
import type { BrokenModel, Model, ModelList } from '../contract';
import { modelCard } from './model-card';
import { TokenCounter } from './token-counter';

export type ModelFolder = {
  readonly path: string;
  readonly bundled: boolean;
  /** The app installs models here, and so may remove them. */
  readonly own?: boolean;
};

type KnownModel = { readonly card: Model; readonly inspection: ModelInspection };

/** The models in the app's and the user's folders. Of two with one identifier, the first folder's counts. */
export class ModelCatalogue {
  readonly #folders: readonly ModelFolder[];
  readonly #tokens: TokenCounter;
  #known: ReadonlyMap<string, KnownModel> | undefined;

  constructor(folders: readonly ModelFolder[], tokenCounterProgram: string) {
    this.#folders = folders;
    this.#tokens = new TokenCounter(tokenCounterProgram);
  }

  /** Looks at the folders afresh. */
  async list(): Promise<ModelList> {
    const known = new Map<string, KnownModel>();
    const broken: BrokenModel[] = [];
    for (const { path, bundled, own = false } of this.#folders) {
      for (const folder of await modelFolders(path)) {
        try {
          const model = await open(folder, bundled, own);
          const twin = known.get(model.card.id);
          if (twin === undefined) known.set(model.card.id, model);
          else
            broken.push({ folder, problem: `${twin.card.folder} has the same model: remove one of them.` });
        } catch (error) {
          broken.push({ folder, problem: StudioError.from(error).message });
        }
      }
    }
    this.#known = known;
    return { models: [...known.values()].map(({ card }) => card), broken };
  }

  /** A model that is there. Throws `bundle-missing`. */
  async get(id: string): Promise<KnownModel> {
    if (this.#known?.get(id) === undefined) await this.list();
    const model = this.#known?.get(id);
    if (model !== undefined) return model;
    throw new StudioError('bundle-missing', `The model ${id} is not here: choose another model.`);
  }

  async countTokens(id: string, text: string): Promise<number> {
    const { card } = await this.get(id);
    return this.#tokens.count(card.folder, text);
  }

  close(): Promise<void> {
    return this.#tokens.close();
  }
}

async function open(folder: string, bundled: boolean, removable: boolean): Promise<KnownModel> {
  const bundle = await openBundle(folder);
  const inspection = await inspectModel(bundle);
  return { card: modelCard(bundle, inspection, { bundled, removable }), inspection };
}

/** The folder itself if it is a model, else the folders in it. */
async function modelFolders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === MANIFEST_FILE)) return [path];
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return folders.map(({ name }) => join(path, name)).sort();
}
