import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

type Reply = {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};
type Target = { readonly targetId: string; readonly type: string; readonly url: string };

/**
 * The page of an app that lets no test into its main process, as a packed one does: spoken to through Chromium's
 * debugging pipe, which needs no port.
 */
export class PagePipe {
  readonly process: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #ended: Promise<never>;
  #requests = 0;
  #session: string | undefined;

  private constructor(child: ChildProcess) {
    this.process = child;
    this.#ended = new Promise((_, reject) => {
      child.once('exit', (code) => reject(new Error(`The app ended with ${code}.`)));
    });
    this.#ended.catch(() => undefined);
    let rest = '';
    (child.stdio[4] as Readable).on('data', (chunk: Buffer) => {
      const messages = (rest + chunk).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) {
        const reply = JSON.parse(message) as Reply;
        if (reply.id !== undefined) this.#waiting.get(reply.id)?.(reply);
      }
    });
  }

  /** Starts the app and waits until its page can be asked. */
  static async start(
    executable: string,
    switches: readonly string[],
    env: NodeJS.ProcessEnv,
  ): Promise<PagePipe> {
    const child = spawn(executable, ['--remote-debugging-pipe', ...switches], {
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const pipe = new PagePipe(child);
    await pipe.#attach();
    // Until then the page may still be the empty one before it.
    const isReady =
      "location.protocol === 'parastep-app:' && document.readyState === 'complete' && 'studio' in window";
    while (!(await pipe.evaluate<boolean>(isReady).catch(() => false))) await pause();
    return pipe;
  }

  /** The value of an expression in the page; waits for a promise. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result } = (await this.#send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value: T } };
    return result.value;
  }

  async #attach(): Promise<void> {
    for (;;) {
      const { targetInfos } = (await this.#send('Target.getTargets', {})) as { targetInfos: Target[] };
      const page = targetInfos.find(({ type, url }) => type === 'page' && url.startsWith('parastep-app:'));
      if (page !== undefined) {
        const params = { targetId: page.targetId, flatten: true };
        const { sessionId } = (await this.#send('Target.attachToTarget', params)) as { sessionId: string };
        this.#session = sessionId;
        return;
      }
      await pause();
    }
  }

  #send(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = this.#requests++;
    const message = { id, method, params, ...(this.#session !== undefined && { sessionId: this.#session }) };
    (this.process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        this.#waiting.delete(id);
        if (error === undefined) resolve(result);
        else reject(new Error(error.message));
      });
    });
    return Promise.race([answer, this.#ended]);
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
