import { copyFileSync, readFileSync } from 'node:fs';
import { writeWhole } from '../../workers/api';

/** A small JSON file that is always whole on disk, whatever ends the app. */
export class JsonFile {
  readonly path: string;
  #newest: unknown;
  #scheduled: Promise<void> | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /** What the file holds; undefined if there is none. Throws on JSON that cannot be read. */
  read(): unknown {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    return JSON.parse(text);
  }

  /** Keeps a copy of a file that is about to be replaced by something that says less. */
  setAside(): void {
    try {
      copyFileSync(this.path, `${this.path}.bak`);
    } catch {
      // What cannot be read cannot be kept.
    }
  }

  /**
   * Resolves once this value or a newer one is on disk. While one write is under way, of all values given only
   * the newest is written next.
   */
  save(value: unknown): Promise<void> {
    this.#newest = value;
    this.#scheduled ??= this.#current
      .catch(() => undefined)
      .then(() => {
        this.#scheduled = undefined;
        this.#current = writeWhole(this.path, Buffer.from(`${JSON.stringify(this.#newest, null, 2)}\n`));
        return this.#current;
      });
    return this.#scheduled;
  }
}
