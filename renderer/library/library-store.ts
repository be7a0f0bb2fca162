/** The part of the library that is listed: what was searched for, and how far the list has been read. */
import { create } from 'zustand';
import type { ResultSummary } from '../../electron/contract/index';
import { request, sentenceOf } from '../bridge/client';
import { useLibraryChanges } from '../bridge/result-stores';

type LibraryState = {
  readonly search: string;
  /** Undefined until the first answer. */
  readonly results: readonly ResultSummary[] | undefined;
  readonly total: number;
  readonly problem: string | undefined;
  readonly selected: ReadonlySet<string>;
  /** The result whose details are open. */
  readonly open: string | undefined;
};

const PAGE = 60;
/** The app answers with no more at once. */
const MOST_AT_ONCE = 200;

const EMPTY: LibraryState = {
  search: '',
  results: undefined,
  total: 0,
  problem: undefined,
  selected: new Set(),
  open: undefined,
};

export const useLibrary = create<LibraryState>()(() => EMPTY);

/** Answers to older questions are not listened to. */
let question = 0;

async function ask(offset: number, limit: number, held: readonly ResultSummary[]): Promise<void> {
  const mine = ++question;
  try {
    const { search } = useLibrary.getState();
    const page = await request('library.list', { search, offset, limit });
    if (mine !== question) return;
    const known = new Set(held.map(({ id }) => id));
    // Something may have been added on top since the pages before were read.
    const fresh = page.results.filter(({ id }) => !known.has(id));
    useLibrary.setState({ results: [...held, ...fresh], total: page.total, problem: undefined });
  } catch (error) {
    if (mine === question) useLibrary.setState({ problem: sentenceOf(error) });
  }
}

/** Reads the list anew, as far down as it has been read. */
export function refreshLibrary(): Promise<void> {
  const length = useLibrary.getState().results?.length ?? 0;
  return ask(0, Math.min(MOST_AT_ONCE, Math.max(PAGE, length)), []);
}

export function loadMore(): Promise<void> {
  const held = useLibrary.getState().results ?? [];
  return ask(held.length, PAGE, held);
}

export function searchLibrary(search: string): Promise<void> {
  useLibrary.setState({ search, selected: EMPTY.selected });
  return ask(0, PAGE, []);
}

export function toggleSelected(id: string): void {
  useLibrary.setState(({ selected }) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    return { selected: next };
  });
}

export const clearSelection = (): void => useLibrary.setState({ selected: EMPTY.selected });
export const openDetails = (id: string): void => useLibrary.setState({ open: id });
export const closeDetails = (): void => useLibrary.setState({ open: undefined });

/** Moves results to the platform's trash; they leave the list at once. */
export async function trashResults(ids: readonly string[]): Promise<void> {
  await request('library.trash', { results: [...ids] });
  const gone = new Set(ids);
  useLibrary.setState(({ results, total, selected, open }) => ({
    results: results?.filter(({ id }) => !gone.has(id)),
    total: Math.max(0, total - gone.size),
    selected: new Set([...selected].filter((id) => !gone.has(id))),
    open: open !== undefined && gone.has(open) ? undefined : open,
  }));
}

useLibraryChanges.subscribe(({ version }, before) => {
  const listed = useLibrary.getState().results !== undefined;
  if (version !== before.version && listed) void refreshLibrary();
});
