import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What goes wrong with one answer to a request for a file. */
export type Fault =
  /** The connection ends after so many bytes of the body. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Nothing more comes after so many bytes, and the connection stays. */
  | { readonly kind: 'stall'; readonly after: number }
  /** One bit of the body is another. */
  | { readonly kind: 'flip'; readonly at: number }
  /** The whole file, whatever range was asked for. */
  | { readonly kind: 'ignore-range' }
  /** The range that was asked for, of a file that has changed since, whatever `If-Range` says. */
  | { readonly kind: 'ignore-if-range' }
  | { readonly kind: 'status'; readonly status: number };

export type Answered = { readonly path: string; readonly range: string | undefined; readonly status: number };

const NAME = 'ada/adder';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** As much of a hub as a download needs, and no better than the network of the day. */
export class HubServer {
  /** By path in the repository; may be changed between requests. */
  readonly files: Map<string, Buffer>;
  /** Every answer to a request for a file, in order. */
  readonly answered: Answered[] = [];
  readonly #faults: { readonly path: string; readonly fault: Fault }[] = [];
  readonly #server: Server;
  /** Answers nothing to anybody without this token, if there is one. */
  token: string | undefined;

  private constructor(files: Readonly<Record<string, Uint8Array | string>>) {
    this.files = new Map(
      Object.entries(files).map(([path, content]) => [path, Buffer.from(content as Uint8Array)]),
    );
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(files: Readonly<Record<string, Uint8Array | string>>): Promise<HubServer> {
    const hub = new HubServer(files);
    await new Promise<void>((resolve) => hub.#server.listen(0, '127.0.0.1', resolve));
    return hub;
  }

  readonly repository = NAME;

  get endpoint(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The hub is not open.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Where its files are, by their path in the repository. */
  get address(): string {
    return `${this.endpoint}/${NAME}/resolve/${COMMIT}`;
  }

  /** The next answers for a file fail so, one after the other. */
  fail(path: string, ...faults: readonly Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ path, fault })));
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    if (this.token !== undefined && request.headers.authorization !== `Bearer ${this.token}`) {
      json(response, 401, { error: 'Invalid username or password.' });
      return;
    }
    if (pathname === `/api/models/${NAME}/revision/main`) {
      json(response, 200, {
        _id: '1',
        id: NAME,
        sha: COMMIT,
        private: false,
        gated: false,
        lastModified: '2026-01-01',
      });
    } else if (pathname === `/api/models/${NAME}/tree/${COMMIT}`) {
      const entries = [...this.files].map(([path, content]) => ({
        type: 'file',
        oid: tagOf(content),
        path,
        size: content.length,
      }));
      json(response, 200, [{ type: 'directory', oid: '', path: 'transformer', size: 0 }, ...entries]);
    } else if (pathname.startsWith(`/${NAME}/resolve/${COMMIT}/`)) {
      this.#sendFile(
        decodeURIComponent(pathname.slice(`/${NAME}/resolve/${COMMIT}/`.length)),
        request,
        response,
      );
    } else json(response, 404, { error: 'Repository not found' });
  }

  #sendFile(path: string, { headers }: IncomingMessage, response: ServerResponse): void {
    const content = this.files.get(path);
    const fault = this.#takeFault(path);
    const note = (status: number): void => {
      this.answered.push({ path, range: headers.range, status });
    };
    if (content === undefined || fault?.kind === 'status') {
      const status = fault?.kind === 'status' ? fault.status : 404;
      note(status);
      json(response, status, { error: 'no' });
      return;
    }
    const tag = `"${tagOf(content)}"`;
    const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const sameFile = headers['if-range'] === undefined || headers['if-range'] === tag;
    const ranged =
      headers.range !== undefined &&
      fault?.kind !== 'ignore-range' &&
      (sameFile || fault?.kind === 'ignore-if-range');
    if (ranged && start >= content.length) {
      note(416);
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    const body = Buffer.from(ranged ? content.subarray(start) : content);
    if (fault?.kind === 'flip') body[fault.at] = (body[fault.at] ?? 0) ^ 1;
    note(ranged ? 206 : 200);
    response.writeHead(ranged ? 206 : 200, {
      etag: tag,
      'content-length': body.length,
      ...(ranged && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
    });
    if (fault?.kind !== 'cut' && fault?.kind !== 'stall') {
      response.end(body);
      return;
    }
    response.write(body.subarray(0, fault.after), () => {
      // Later, so that what has been written is on its way.
      if (fault.kind === 'cut') setTimeout(() => response.destroy(), 20);
    });
  }

  #takeFault(path: string): Fault | undefined {
    const index = this.#faults.findIndex((planned) => planned.path === path);
    return index < 0 ? undefined : this.#faults.splice(index, 1)[0]?.fault;
  }
}

const tagOf = (content: Buffer): string => createHash('sha1').update(content).digest('hex');

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
