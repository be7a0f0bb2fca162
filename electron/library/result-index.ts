import { rmSync } from 'node:fs';
import Database from 'libsql';
import type { Media, Stage } from '../../workers/api';
import type { LibraryQuery, ResultSummary } from '../contract';

/** Raised whenever the table changes; an index of another version is made anew from the folders. */
const SCHEMA_VERSION = 2;

/** A prompt may have a million characters, and a page two hundred prompts. */
const SUMMARY_CHARACTERS = 1000;

const SCHEMA = `
CREATE TABLE results (
  id TEXT PRIMARY KEY,
  created_at REAL NOT NULL,
  model TEXT NOT NULL,
  shape TEXT NOT NULL,
  search_text TEXT NOT NULL,
  summary TEXT NOT NULL,
  timings TEXT NOT NULL
) STRICT;
CREATE INDEX by_age ON results (created_at DESC);
CREATE INDEX by_shape ON results (model, shape, created_at DESC);
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/** What a job of one shape took, for the estimate of the next one. */
export type PastTimings = {
  readonly stages: Partial<Record<Stage, number>>;
  /** The plan's length in evaluations that no other evaluation hides. */
  readonly rounds: number;
};

export type IndexEntry = {
  readonly summary: Omit<ResultSummary, 'media' | 'thumbnailUrl'> & { readonly media: Media };
  readonly model: string;
  /** Jobs of one model and shape take equally long. */
  readonly shape: string;
  readonly timings: PastTimings;
};

type Row = { readonly id: string; readonly summary: string };

/**
 * The index of the library: what the grid and the search need, so that no folder is read for them. It holds
 * nothing that the folders do not, and is thrown away when it is damaged.
 */
export class ResultIndex {
  readonly #database: Database.Database;

  private constructor(database: Database.Database) {
    this.#database = database;
  }

  /**
   * Opens a sound index, or starts an empty one; where no file can be written, in memory.
   * @param library the folder that the index is about; an index of another folder starts empty.
   */
  static open(path: string, library: string): ResultIndex {
    try {
      return ResultIndex.#openSound(path, library);
    } catch {
      // It is made anew below.
    }
    try {
      for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
      return ResultIndex.#openSound(path, library);
    } catch {
      return ResultIndex.#openSound(':memory:', library);
    }
  }

  static #openSound(path: string, library: string): ResultIndex {
    const database = new Database(path);
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
      const version = pragma(database, 'user_version');
      if (version === 0) {
        database.exec(`${SCHEMA}PRAGMA user_version = ${SCHEMA_VERSION};`);
        database.prepare("INSERT INTO about VALUES ('library', ?)").run(library);
      } else {
        const { value } = database.prepare("SELECT value FROM about WHERE name = 'library'").get() as {
          value: string;
        };
        if (version !== SCHEMA_VERSION || value !== library || pragma(database, 'quick_check') !== 'ok') {
          throw new Error('The index is of another version or folder, or damaged.');
        }
      }
    } catch (error) {
      database.close();
      throw error;
    }
    return new ResultIndex(database);
  }

  put({ summary, model, shape, timings }: IndexEntry): void {
    const { id, createdAt, title, modelTitle } = summary;
    this.#database
      .prepare('INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(
        id,
        createdAt,
        model,
        shape,
        searchable(`${title}\n${modelTitle}`),
        JSON.stringify({ ...summary, title: title.slice(0, SUMMARY_CHARACTERS) }),
        JSON.stringify(timings),
      );
  }

  remove(ids: readonly string[]): void {
    const statement = this.#database.prepare('DELETE FROM results WHERE id = ?');
    this.#database.transaction(() => {
      for (const id of ids) statement.run(id);
    })();
  }

  ids(): Set<string> {
    const rows = this.#database.prepare('SELECT id FROM results').all() as Pick<Row, 'id'>[];
    return new Set(rows.map(({ id }) => id));
  }

  has(id: string): boolean {
    return this.#database.prepare('SELECT 1 FROM results WHERE id = ?').get(id) !== undefined;
  }

  count(): number {
    const { total } = this.#database.prepare('SELECT count(*) AS total FROM results').get() as {
      total: number;
    };
    return total;
  }

  /** Newest first; every word of the search must occur. */
  find({ search, offset, limit }: LibraryQuery): { total: number; summaries: IndexEntry['summary'][] } {
    const words = searchable(search).split(/\s+/).filter(Boolean);
    const where = words.map(() => "search_text LIKE ? ESCAPE '\\'").join(' AND ') || '1';
    const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
    const { total } = this.#database
      .prepare(`SELECT count(*) AS total FROM results WHERE ${where}`)
      .get(...patterns) as { total: number };
    const rows = this.#database
      .prepare(
        `SELECT id, summary FROM results WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
      )
      .all(...patterns, limit, offset) as Row[];
    return { total, summaries: rows.map(({ summary }) => JSON.parse(summary) as IndexEntry['summary']) };
  }

  lastTimings(model: string, shape: string): PastTimings | undefined {
    const row = this.#database
      .prepare('SELECT timings FROM results WHERE model = ? AND shape = ? ORDER BY created_at DESC LIMIT 1')
      .get(model, shape) as { timings: string } | undefined;
    return row && (JSON.parse(row.timings) as PastTimings);
  }

  close(): void {
    this.#database.close();
  }
}

function pragma(database: Database.Database, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];
}

/** Upper and lower case, and letters with and without marks, find each other. */
function searchable(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
