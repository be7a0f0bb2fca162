import { fork } from 'node:child_process';
import { withLibraries } from './library-path';
import type { HostedProcess, LibraryFolder, ProcessExit, ProcessHost, ProgramName } from './process-host';
import { OutputTail } from './process-host';

/** Children by Node's `child_process`, for the command line, the tests and the benchmark. */
export class NodeProcessHost implements ProcessHost {
  readonly #programs: Readonly<Record<ProgramName, string>>;
  readonly #libraries: LibraryFolder;

  /**
   * @param programs the built script of each program.
   * @param libraries asked at the start of every device's process.
   */
  constructor(programs: Readonly<Record<ProgramName, string>>, libraries: LibraryFolder = () => undefined) {
    this.#programs = programs;
    this.#libraries = libraries;
  }

  spawn(program: ProgramName, label: string): HostedProcess {
    const child = fork(this.#programs[program], [label], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'json',
      execArgv: [],
      env: withLibraries(program === 'device' ? this.#libraries() : undefined, process.env),
    });
    const tail = new OutputTail();
    child.stderr?.on('data', (chunk: Buffer) => tail.push(chunk));
    const exited = new Promise<ProcessExit>((resolve) => {
      // `close` and not `exit`, so that the last words are complete.
      child.once('close', (code, signal) =>
        resolve({ code: code ?? undefined, signal: signal ?? undefined, lastWords: tail.toString() }),
      );
      child.once('error', (error) =>
        resolve({ code: undefined, signal: undefined, lastWords: String(error) }),
      );
    });
    return {
      pid: child.pid,
      exited,
      send: (message) => {
        // A child that has just died tells so by `exited`.
        if (child.connected) child.send(message as object, () => undefined);
      },
      onMessage: (listener) => {
        child.on('message', listener);
      },
      kill: () => {
        child.kill('SIGKILL');
      },
    };
  }
}
