import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EvaluationEvent, telemetryLines, writeWhole } from '../../workers/api';
import type { Log } from '../logs/log';
import { parseTelemetry } from '../telemetry/work-record';

const EXTENSION = '.ndjson';

/**
 * What the devices did in jobs that are not results: of the running one in memory, of those that failed or were
 * stopped on disk, until they leave the queue or run again.
 */
export class JobTelemetry {
  readonly #folder: string;
  readonly #log: Log;
  readonly #running = new Map<string, EvaluationEvent[]>();

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  note(job: string, events: readonly EvaluationEvent[]): void {
    const known = this.#running.get(job);
    if (known === undefined) this.#running.set(job, [...events]);
    else known.push(...events);
  }

  /** Everything heard of the job; empty if nothing was. */
  async of(job: string): Promise<EvaluationEvent[]> {
    const running = this.#running.get(job);
    if (running !== undefined) return running;
    return parseTelemetry(await readFile(this.#file(job), 'utf8').catch(() => ''));
  }

  /** Keeps what a job that ended without a result has shown. A disk that cannot be written loses only this. */
  async keep(job: string): Promise<void> {
    const events = this.#running.get(job);
    this.#running.delete(job);
    if (events === undefined) return;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeWhole(this.#file(job), telemetryLines(events));
    } catch (error) {
      this.#log.error(`telemetry of ${job} could not be kept`, error);
    }
  }

  async forget(job: string): Promise<void> {
    this.#running.delete(job);
    await rm(this.#file(job), { force: true }).catch(() => undefined);
  }

  /** Forgets all jobs but those named. */
  async forgetOthers(jobs: readonly string[]): Promise<void> {
    const kept = new Set(jobs.map((job) => `${job}${EXTENSION}`));
    const files = await readdir(this.#folder).catch(() => []);
    for (const file of files.filter((name) => name.endsWith(EXTENSION) && !kept.has(name))) {
      await rm(join(this.#folder, file), { force: true }).catch(() => undefined);
    }
  }

  #file(job: string): string {
    return join(this.#folder, `${job}${EXTENSION}`);
  }
}
