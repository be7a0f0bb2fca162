import { Worker } from 'node:worker_threads';
import { StudioError } from '../../workers/api';
import type { CountTokens, TokensCounted } from './token-counter-thread';

type Waiting = { resolve(tokens: number): void; reject(error: StudioError): void };

/** Counts tokens in a thread, because a long paste takes a tokenizer seconds. */
export class TokenCounter {
  readonly #program: string;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #questions = 0;

  /** @param program the built `token-counter-thread`. */
  constructor(program: string) {
    this.#program = program;
  }

  count(bundle: string, text: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const question = this.#questions++;
      this.#waiting.set(question, { resolve, reject });
      this.#thread ??= this.#start();
      this.#thread.postMessage({ question, bundle, text } satisfies CountTokens);
    });
  }

  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(this.#program);
    thread.unref();
    thread.on('message', (answer: TokensCounted) => {
      const waiting = this.#waiting.get(answer.question);
      this.#waiting.delete(answer.question);
      if ('tokens' in answer) waiting?.resolve(answer.tokens);
      else waiting?.reject(StudioError.fromValue(answer.error));
    });
    let reason: unknown = 'closed';
    thread.on('error', (error) => {
      reason = error;
    });
    thread.on('exit', () => {
      this.#thread = undefined;
      const error = new StudioError('internal', 'The tokens could not be counted. Try again.', {
        detail: String(reason),
      });
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
    return thread;
  }
}
