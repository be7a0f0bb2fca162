import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { byteRange } from './byte-range';
import { mimeType } from './mime-types';

/** Answers a request with a plain file, whole or in part; a link is not followed. */
export async function serveFile(
  path: string,
  request: { readonly method: string; readonly headers: { get(name: string): string | null } },
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, headers);
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isFile()) return plain(404, headers);

  const range = byteRange(request.headers.get('Range'), found.size);
  const common = { ...headers, 'Content-Type': mimeType(path), 'Accept-Ranges': 'bytes' };
  if (range === 'unsatisfiable') {
    return plain(416, { ...common, 'Content-Range': `bytes */${found.size}` });
  }
  const { start, end } = range ?? { start: 0, end: found.size - 1 };
  const length = end - start + 1;
  const answer = {
    status: range === undefined ? 200 : 206,
    headers: {
      ...common,
      'Content-Length': String(length),
      ...(range && { 'Content-Range': `bytes ${start}-${end}/${found.size}` }),
    },
  };
  if (request.method === 'HEAD' || length === 0) return new Response(null, answer);
  const stream = createReadStream(path, { start, end });
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, answer);
}

/** An answer of one line that names the status. */
export function plain(status: number, headers: Readonly<Record<string, string>>): Response {
  return new Response(`${status}\n`, {
    status,
    headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
