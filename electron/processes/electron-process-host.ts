import { utilityProcess } from 'electron';
import {
  type HostedProcess,
  type LibraryFolder,
  OutputTail,
  type ProcessExit,
  type ProcessHost,
  type ProgramName,
  withLibraries,
} from '../../workers/api';

const SERVICE_NAMES: Readonly<Record<ProgramName, string>> = {
  conductor: 'ParaStep conductor',
  device: 'ParaStep device',
};

/** Children by Electron's `utilityProcess`. They end with the app, because their channel to it closes. */
export class ElectronProcessHost implements ProcessHost {
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
    const child = utilityProcess.fork(this.#programs[program], [label], {
      serviceName: `${SERVICE_NAMES[program]} ${label}`,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: withLibraries(program === 'device' ? this.#libraries() : undefined, process.env),
    });
    const tail = new OutputTail();
    child.stderr?.on('data', (chunk: Buffer) => tail.push(chunk));
    // Unheard, the last words of a process that has run out of memory would end the app.
    child.on('error', (type, location) => tail.push(Buffer.from(`${type} at ${location}\n`)));
    let ended = false;
    let unwanted = false;
    let pid: number | undefined;
    child.once('spawn', () => {
      pid = child.pid;
      if (unwanted) end(pid);
    });
    const exited = new Promise<ProcessExit>((resolve) => {
      child.once('exit', (code) => {
        ended = true;
        resolve({ code, signal: undefined, lastWords: tail.toString() });
      });
    });
    const end = (running: number | undefined): void => {
      child.kill();
      // Electron's own kill asks politely, which a stopped process does not hear.
      if (running !== undefined && !ended && process.platform !== 'win32') killAtOnce(running);
    };
    return {
      get pid() {
        return pid;
      },
      exited,
      send: (message) => {
        if (!ended) child.postMessage(message);
      },
      onMessage: (listener) => {
        child.on('message', listener);
      },
      kill: () => {
        unwanted = true;
        if (!ended) end(pid);
      },
    };
  }
}

function killAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
