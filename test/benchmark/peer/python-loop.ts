import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { NotMeasured } from '../figure';

const execute = promisify(execFile);

/** The benchmark runs in the repository's folder. */
const PROGRAM = resolve('test/benchmark/peer/loop.py');
const PROBE = 'import numpy, onnxruntime; print(onnxruntime.__version__)';

export type Python = { readonly command: string; readonly onnxRuntime: string };
export type PeerRun = { readonly seconds: number; readonly difference: number };

/** The Python that `PARASTEP_PYTHON` names, or the first on the path, that has ONNX Runtime and numpy. */
export async function findPython(): Promise<Python> {
  const named = process.env['PARASTEP_PYTHON'];
  const candidates = named === undefined ? ['python3', 'python'] : [named];
  for (const command of candidates) {
    const probed = await execute(command, ['-c', PROBE]).catch(() => undefined);
    if (probed !== undefined) return { command, onnxRuntime: probed.stdout.trim() };
  }
  throw new NotMeasured(
    `${candidates.join(' and ')} cannot import onnxruntime and numpy; PARASTEP_PYTHON may name a Python that can`,
  );
}

/** A Python process that holds the graph ready and runs the loop when asked to. */
export class PythonLoop {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<unknown>;
  #complaints = '';

  constructor({ command }: Python, folder: string) {
    const child = spawn(command, [PROGRAM, folder], { stdio: 'pipe' });
    child.stderr.on('data', (text) => {
      this.#complaints += text;
    });
    // One that has ended takes no more lines, which its missing answer tells.
    child.stdin.on('error', () => undefined);
    this.#ended = once(child, 'exit');
    this.#process = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async run(): Promise<PeerRun> {
    this.#process.stdin?.write('\n');
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`Python ended without an answer: ${this.#complaints.trim()}`);
    return JSON.parse(value) as PeerRun;
  }

  async close(): Promise<void> {
    this.#process.stdin?.end();
    await this.#ended;
  }
}
