/** Which results another one can be compared with, the likeliest first. */
import type { ResultSummary } from '../../electron/contract/index';
import { request } from '../bridge/client';

const MOST = 60;
/** Enough of a prompt to find its like; a search takes no book. */
const WORDS = 12;

type Known = Pick<ResultSummary, 'id' | 'title' | 'seed' | 'media'>;

export const isTwin = (result: Known, other: Known): boolean =>
  other.title === result.title && other.seed === result.seed;

/** The same kind of media, without the result itself: first the same prompt and seed, then the same prompt. */
export function ranked(result: Known, found: readonly ResultSummary[]): ResultSummary[] {
  const rank = (other: ResultSummary): number =>
    isTwin(result, other) ? 0 : other.title === result.title ? 1 : 2;
  const unique = new Map(found.map((other) => [other.id, other]));
  return [...unique.values()]
    .filter(({ id, media }) => id !== result.id && media.kind === result.media.kind)
    .sort((a, b) => rank(a) - rank(b) || b.createdAt - a.createdAt);
}

export async function findCandidates(result: Known, search: string): Promise<ResultSummary[]> {
  const like = result.title.split(/\s+/).slice(0, WORDS).join(' ').slice(0, 500);
  const searches = search === '' ? [like, ''] : [search];
  const pages = await Promise.all(
    searches.map((words) => request('library.list', { search: words, offset: 0, limit: MOST })),
  );
  return ranked(
    result,
    pages.flatMap(({ results }) => results),
  );
}
