import { availableParallelism } from 'node:os';
import type { Settings } from '../contract';
import { settingsSchema } from '../contract/settings';
import { JsonFile } from '../files/json-file';

/** What the user has set; a file that is old, damaged or from another version gives what it has, and defaults. */
export class SettingsStore {
  readonly #file: JsonFile;
  #settings: Settings;

  constructor(path: string, defaults: Settings) {
    this.#file = new JsonFile(path);
    this.#settings = this.#load(defaults);
  }

  get current(): Settings {
    return this.#settings;
  }

  /** Keeps the change and answers with all settings once they are on disk. */
  async change(change: Partial<Settings>): Promise<Settings> {
    const before = this.#settings;
    this.#settings = { ...before, ...change };
    try {
      await this.#file.save(this.#settings);
    } catch (error) {
      this.#settings = before;
      throw error;
    }
    return this.#settings;
  }

  #load(defaults: Settings): Settings {
    let raw: unknown;
    try {
      raw = this.#file.read();
    } catch {
      this.#file.setAside();
    }
    if (typeof raw !== 'object' || raw === null) return defaults;
    const stored = raw as Record<string, unknown>;
    const readable = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
      const field = schema.safeParse(stored[name]);
      return field.success ? [[name, field.data]] : [];
    });
    const isWhole = settingsSchema.safeParse(raw).success;
    if (!isWhole) this.#file.setAside();
    return { ...defaults, ...(Object.fromEntries(readable) as Partial<Settings>) };
  }
}

export function defaultSettings(libraryFolder: string): Settings {
  return {
    colorScheme: 'auto',
    embedSettings: true,
    notifyWhenDone: true,
    cpuDevices: Math.min(2, availableParallelism()),
    virtualDevices: [],
    libraryFolder,
  };
}
