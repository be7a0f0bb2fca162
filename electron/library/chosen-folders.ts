import { access, constants, mkdir } from 'node:fs/promises';
import { outputError, StudioError } from '../../workers/api';

/** Folders that the user has chosen for the library; the window can set no other. */
export class ChosenFolders {
  readonly #folders: Set<string>;

  constructor(folders: Iterable<string>) {
    this.#folders = new Set(folders);
  }

  add(folder: string): void {
    this.#folders.add(folder);
  }

  /** Makes the folder if need be. Rejects with `bad-request` or `output-failed` where a library cannot be in it. */
  async check(folder: string): Promise<void> {
    if (!this.#folders.has(folder)) {
      throw new StudioError('bad-request', 'Choose the folder in the dialog for it.');
    }
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      throw outputError(folder, error);
    }
  }
}
