import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MAX_BYTES = 1_000_000;

/**
 * The app's log: one line per event, in two files of which the older goes. Prompts and file contents stay out of it.
 */
export class Log {
  readonly #file: string;
  readonly #older: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, 'parastep-studio.log');
    this.#older = join(folder, 'parastep-studio.1.log');
  }

  info(message: string): void {
    this.#write('info', message);
  }

  /** @param error its stack or detail goes into the log. */
  error(message: string, error?: unknown): void {
    this.#write('error', error === undefined ? message : `${message}: ${describe(error)}`);
  }

  #write(level: string, message: string): void {
    const line = `${new Date().toISOString()} ${level} ${message.replaceAll('\n', '\n  ')}\n`;
    try {
      this.#rotate();
      // Written at once, so that the last words of a crash are there.
      appendFileSync(this.#file, line);
    } catch {
      // A full disk must not end a job because of its log.
    }
  }

  #rotate(): void {
    const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > MAX_BYTES) renameSync(this.#file, this.#older);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const detail = (error as { detail?: unknown }).detail;
  return `${error.stack ?? error.message}${typeof detail === 'string' ? `\n${detail}` : ''}`;
}
