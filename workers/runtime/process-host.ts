/** Which program a child process runs. */
export type ProgramName = 'conductor' | 'device';

/** Where a device's process finds shared libraries before those of the system, if anywhere. */
export type LibraryFolder = () => string | undefined;

/** How a child process ended. Exactly one of `code` and `signal` is set where the system tells. */
export type ProcessExit = {
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The last lines that it wrote to its error output. */
  readonly lastWords: string;
};

/** A running child process. */
export interface HostedProcess {
  readonly pid: number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Resolves once the process has ended, however it ended. */
  readonly exited: Promise<ProcessExit>;
  /** Ends the process at once. */
  kill(): void;
}

/** The seam between the engine and what it runs on: Node's `child_process` or Electron's `utilityProcess`. */
export interface ProcessHost {
  spawn(program: ProgramName, label: string): HostedProcess;
}

const KEPT_LINES = 40;

/** Keeps the tail of an output stream. */
export class OutputTail {
  #lines: string[] = [];

  push(chunk: Buffer | string): void {
    const [first = '', ...rest] = String(chunk).split('\n');
    const last = this.#lines.pop() ?? '';
    this.#lines = [...this.#lines, last + first, ...rest].slice(-KEPT_LINES);
  }

  toString(): string {
    return this.#lines.join('\n').trim();
  }
}
