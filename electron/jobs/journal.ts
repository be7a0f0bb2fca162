import { z } from 'zod';
import type { Queue } from '../contract';
import { jobSchema } from '../contract/jobs';
import { JsonFile } from '../files/json-file';
import type { Log } from '../logs/log';

const FORMAT_VERSION = 1;
const fileSchema = z.looseObject({
  formatVersion: z.literal(FORMAT_VERSION),
  paused: z.boolean(),
  jobs: z.array(z.unknown()),
});

/** The queue on disk. It is written on every change, so that it survives whatever ends the app. */
export class QueueJournal {
  readonly #file: JsonFile;
  readonly #log: Log;

  constructor(path: string, log: Log) {
    this.#file = new JsonFile(path);
    this.#log = log;
  }

  /** The queue as it was; jobs that cannot be read are left out, and then the file is kept as `.bak`. */
  load(): Queue {
    const raw = this.#read();
    if (raw === undefined) return { jobs: [], paused: false };
    const file = fileSchema.safeParse(raw);
    const read = (file.data?.jobs ?? []).map((job) => jobSchema.safeParse(job));
    const jobs = read.flatMap(({ data }) => (data === undefined ? [] : [data]));
    if (!file.success || jobs.length < read.length) {
      this.#setAside(file.error ?? read.find(({ error }) => error !== undefined)?.error);
    }
    return { jobs, paused: file.data?.paused ?? false };
  }

  /** Resolves once the queue is on disk. */
  save({ jobs, paused }: Queue): Promise<void> {
    // Progress is worth nothing after the app has ended.
    const lasting = jobs.map((job) => ({ ...job, progress: null }));
    return this.#file.save({ formatVersion: FORMAT_VERSION, paused, jobs: lasting });
  }

  #read(): unknown {
    try {
      return this.#file.read();
    } catch (error) {
      this.#setAside(error);
      return undefined;
    }
  }

  #setAside(reason: unknown): void {
    this.#file.setAside();
    this.#log.error('the queue could not be read whole; the file is kept as .bak', reason);
  }
}
