import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { StudioError } from '../../../workers/api';
import type { Installation } from '../../contract';
import { paced } from '../../jobs/paced';
import type { Log } from '../../logs/log';
import { incomingDownload, readRecord } from './bundle-download';
import type { InstallOrder } from './carry-out';
import type { Hub } from './hub-repository';
import { incomingFolders } from './incoming';
import { type InstallReport, STOP } from './installer-thread';
import { TransferRate } from './transfer-rate';

export type InstallationsOptions = {
  /** The folder that models are installed into. */
  readonly models: string;
  /** The built `installer-thread`. */
  readonly program: string;
  /** Throws for settings that cannot be used. */
  readonly hub: () => Hub;
  readonly log: Log;
  readonly onChanged: (installations: Installation[]) => void;
  /** A model has been installed. */
  readonly onInstalled: (title: string) => void;
};

type Entry = {
  shown: Installation;
  readonly order: InstallOrder;
  rate: TransferRate;
  thread: Worker | undefined;
  /** Settles when the thread has ended. */
  ended: Promise<void>;
};

const TELL_EVERY_MS = 250;

/** What is being downloaded, copied and verified. Downloads that were left unfinished are there after a restart. */
export class Installations {
  readonly #options: InstallationsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #tell: () => void;
  #closing = false;

  constructor(options: InstallationsOptions) {
    this.#options = options;
    this.#tell = paced(TELL_EVERY_MS, () => options.onChanged(this.list));
  }

  get list(): Installation[] {
    return [...this.#entries.values()].map(({ shown }) => shown);
  }

  /** Whether something is on its way that would be lost with the app's end. */
  get isCopying(): boolean {
    return this.list.some(({ kind, state }) => kind === 'import' && state === 'running');
  }

  /** Finds what the last run left: downloads can be resumed, halves of copies are taken away. */
  async open(): Promise<void> {
    for (const folder of await incomingFolders(this.#options.models)) {
      const record = await readRecord(folder);
      if (record === undefined) {
        await rm(folder, { recursive: true, force: true }).catch((error: unknown) =>
          this.#options.log.error(`${folder} could not be removed`, error),
        );
        continue;
      }
      const { repository, endpoint, title, license, done, totalBytes } = record;
      const hub: Hub = { endpoint, token: process.env['HF_TOKEN'] || undefined };
      const id = basename(folder);
      this.#entries.set(
        id,
        entry(
          { kind: 'download', repository, hub, models: this.#options.models },
          {
            ...{ id, kind: 'download', source: repository, title, license },
            ...{ state: 'stopped', done, total: totalBytes },
          },
        ),
      );
    }
    this.#tell();
  }

  /** Downloads a repository, or goes on with it. Answers the installation's id. */
  download(repository: string): string {
    const { models } = this.#options;
    const order: InstallOrder = {
      kind: 'download',
      repository: repository.trim(),
      hub: this.#options.hub(),
      models,
    };
    return this.#start(basename(incomingDownload(order).folder), order, order.repository);
  }

  /** Copies the bundle in a folder. Answers the installation's id. */
  import(source: string): string {
    return this.#start(randomUUID(), { kind: 'import', source, models: this.#options.models }, source);
  }

  /** Reads every file of an installed model and compares it with its hash. */
  verify(model: { readonly id: string; readonly folder: string; readonly title: string }): string {
    const { id, folder, title } = model;
    return this.#start(`verify-${id}`, { kind: 'verification', folder }, title);
  }

  /** Stops; what has been downloaded is kept. A copy or verification that is stopped is gone. */
  async stop(id: string): Promise<void> {
    const { thread, ended, order } = this.#find(id);
    thread?.postMessage(STOP);
    await ended;
    if (order.kind !== 'download') this.#remove(id);
  }

  resume(id: string): void {
    const { order, shown } = this.#find(id);
    this.#start(id, order, shown.source);
  }

  /** Takes it off the list, with all that has been downloaded. */
  async discard(id: string): Promise<void> {
    const { order, thread, ended } = this.#find(id);
    thread?.postMessage(STOP);
    await ended;
    if (order.kind === 'download') await incomingDownload(order).discard();
    this.#remove(id);
  }

  /** Stops all; unfinished downloads are there at the next start. */
  async close(): Promise<void> {
    this.#closing = true;
    const running = [...this.#entries.values()];
    for (const { thread } of running) thread?.postMessage(STOP);
    await Promise.all(running.map(({ ended }) => ended));
  }

  #start(id: string, order: InstallOrder, source: string): string {
    const before = this.#entries.get(id);
    if (before?.shown.state === 'running') return id;
    const { title = null, license = null, done = 0, total = 0 } = before?.shown ?? {};
    const next = entry(order, {
      id,
      kind: order.kind,
      source,
      title,
      license,
      state: 'running',
      done,
      total,
    });
    const thread = new Worker(this.#options.program, { workerData: order });
    next.thread = thread;
    thread.on('message', (report: InstallReport) => this.#hear(next, report));
    thread.on('error', (error) => this.#fail(next, StudioError.from(error)));
    next.ended = new Promise((resolve) => {
      thread.once('exit', () => {
        next.thread = undefined;
        if (next.shown.state === 'running') {
          this.#fail(next, new StudioError('internal', 'It ended unexpectedly. Try again.'));
        }
        resolve();
      });
    });
    this.#entries.set(id, next);
    this.#tell();
    return id;
  }

  #hear(current: Entry, report: InstallReport): void {
    if (report.type === 'failed') this.#fail(current, StudioError.fromValue(report.error));
    else if (report.type === 'done') this.#finish(current);
    else {
      const { done, total, title, license } = report.progress;
      current.rate.note(done, performance.now());
      current.shown = {
        ...current.shown,
        ...{ done, total, bytesPerSecond: current.rate.bytesPerSecond },
        secondsLeft: current.rate.secondsLeft(total),
        ...(title !== undefined && { title }),
        ...(license !== undefined && { license }),
      };
      this.#tell();
    }
  }

  #finish(current: Entry): void {
    const { id, kind, title, source, total } = current.shown;
    if (kind === 'verification') {
      current.shown = {
        ...current.shown,
        state: 'done',
        done: total,
        bytesPerSecond: null,
        secondsLeft: null,
      };
      this.#tell();
      return;
    }
    this.#remove(id);
    this.#options.onInstalled(title ?? source);
  }

  #fail(current: Entry, error: StudioError): void {
    const stopped = error.code === 'cancelled';
    if (!stopped) this.#options.log.error(`${current.shown.kind} of ${current.shown.source}`, error);
    current.shown = {
      ...current.shown,
      ...{ state: stopped ? 'stopped' : 'failed', problem: stopped ? null : error.message },
      ...{ bytesPerSecond: null, secondsLeft: null },
    };
    if (!this.#closing) this.#tell();
  }

  #remove(id: string): void {
    this.#entries.delete(id);
    this.#tell();
  }

  #find(id: string): Entry {
    const found = this.#entries.get(id);
    if (found !== undefined) return found;
    throw new StudioError('bad-request', 'That is over already.');
  }
}

function entry(
  order: InstallOrder,
  shown: Omit<Installation, 'bytesPerSecond' | 'secondsLeft' | 'problem'>,
): Entry {
  return {
    shown: { ...shown, bytesPerSecond: null, secondsLeft: null, problem: null },
    order,
    rate: new TransferRate(),
    thread: undefined,
    ended: Promise.resolve(),
  };
}
