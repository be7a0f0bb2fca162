import type { HostedProcess, ProcessHost } from '../runtime/process-host';

/** A conductor process, which serves one job at a time. */
export type Conductor = {
  readonly process: HostedProcess;
  /** Who hears what it tells from now on, instead of whoever did before. */
  listen(listener: (message: unknown) => void): void;
};

/**
 * Conductor processes. One that has finished its job serves the next: it is there at once, and its code has
 * been compiled for speed. One that failed or was cancelled is ended instead.
 */
export class ConductorPool {
  readonly #processes: ProcessHost;
  /** In the order of their starts. */
  readonly #all = new Set<Conductor>();
  readonly #idle = new Set<Conductor>();

  constructor(processes: ProcessHost) {
    this.#processes = processes;
  }

  take(): Conductor {
    // The oldest has had most of its code compiled.
    const idle = [...this.#all].find((conductor) => this.#idle.has(conductor));
    if (idle === undefined) return this.#start();
    this.#idle.delete(idle);
    return idle;
  }

  /** Only for a conductor that has told its outcome and was given nothing since. */
  giveBack(conductor: Conductor): void {
    if (!this.#all.has(conductor)) return;
    conductor.listen(() => undefined);
    this.#idle.add(conductor);
  }

  end(conductor: Conductor): void {
    this.#forget(conductor);
    conductor.process.kill();
  }

  async close(): Promise<void> {
    const all = [...this.#all];
    for (const conductor of all) this.end(conductor);
    await Promise.all(all.map(({ process }) => process.exited));
  }

  #start(): Conductor {
    const process = this.#processes.spawn('conductor', 'conductor');
    let heard: (message: unknown) => void = () => undefined;
    process.onMessage((message) => heard(message));
    const conductor: Conductor = {
      process,
      listen: (listener) => {
        heard = listener;
      },
    };
    this.#all.add(conductor);
    void process.exited.then(() => this.#forget(conductor));
    return conductor;
  }

  #forget(conductor: Conductor): void {
    this.#all.delete(conductor);
    this.#idle.delete(conductor);
  }
}
