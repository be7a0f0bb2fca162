import { readFile } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { BENCHMARKS_HOST } from '../benchmark/benchmark-store';
import { APP_ORIGIN, APP_SCHEME, MEDIA_SCHEME } from '../contract';
import { resultIdSchema } from '../library/result-folder';
import { contentPolicy } from './content-policy';
import { mimeType } from './mime-types';
import { plain, serveFile } from './serve-file';

/** Whose files the media scheme serves. */
const MEDIA_HOSTS = ['library', BENCHMARKS_HOST];
export const START_PAGE = `${APP_ORIGIN}/index.html`;

const pageHeaders = (path: string) => ({
  'Content-Security-Policy': contentPolicy(basename(path)),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
});

const MEDIA_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Access-Control-Allow-Origin': APP_ORIGIN,
  'Cache-Control': 'no-cache',
};

/** Must run before the app is ready. */
export function declareSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
    {
      scheme: MEDIA_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
    },
  ]);
}

export type SchemeOptions = {
  /** The folder of the built pages. */
  readonly pages: string;
  /** The path of a file of a result or benchmark, if there is such a one and such a file. */
  readonly mediaFile: (host: string, id: string, file: string) => string | undefined;
};

export function serveSchemes(session: Session, { pages, mediaFile }: SchemeOptions): void {
  session.protocol.handle(APP_SCHEME, async ({ url, method }) => {
    const ours = method === 'GET' && url.startsWith(`${APP_ORIGIN}/`);
    const path = ours ? fileWithin(pages, new URL(url).pathname) : undefined;
    const content = path === undefined ? undefined : await readFile(path).catch(() => undefined);
    if (path === undefined || content === undefined) return plain(404, pageHeaders(''));
    return new Response(new Uint8Array(content), {
      headers: { ...pageHeaders(path), 'Content-Type': mimeType(path) },
    });
  });
  session.protocol.handle(MEDIA_SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const [, id, file, ...rest] = pathname.split('/');
    const known = MEDIA_HOSTS.includes(host) && rest.length === 0 && resultIdSchema.safeParse(id).success;
    const path = known && id && file ? mediaFile(host, id, file) : undefined;
    return path === undefined ? plain(404, MEDIA_HEADERS) : serveFile(path, request, MEDIA_HEADERS);
  });
}

/** The file that a URL's path names inside a folder, or undefined if it names one outside. */
function fileWithin(folder: string, pathname: string): string | undefined {
  let relative: string;
  try {
    relative = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (relative.includes('\0')) return undefined;
  const path = resolve(folder, `.${relative}`);
  return path.startsWith(folder + sep) ? path : undefined;
}
