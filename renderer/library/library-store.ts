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

/** The newest reading from the top. */
let anew: Promise<void> = Promise.resolve();
/** How long the list becomes by what reads on at the moment. */
let goingOnTo = 0;

/** Reads on behind what is held, down to a length, and shows it in one go. */
async function readTo(length: number, held: readonly ResultSummary[]): Promise<void> {
  const mine = ++question;
  try {
    const { search } = useLibrary.getState();
    const read = new Map(held.map((result) => [result.id, result]));
    let total = Number.POSITIVE_INFINITY;
    for (let at = held.length; at < Math.min(length, total); at += MOST_AT_ONCE) {
      const limit = Math.min(MOST_AT_ONCE, length - at);
      const page = await request('library.list', { search, offset: at, limit });
      if (mine !== question) return;
      // Something may have been added on top since the pages before were read.
      for (const result of page.results) if (!read.has(result.id)) read.set(result.id, result);
      total = page.total;
    }
    useLibrary.setState({ results: [...read.values()], total, problem: undefined });
  } catch (error) {
    if (mine === question) useLibrary.setState({ problem: sentenceOf(error) });
  }
}

function readAnew(length: number): Promise<void> {
  anew = readTo(length, []);
  return anew;
}

/** Reads the list anew, as far down as it has been read. */
export function refreshLibrary(): Promise<void> {
  const length = useLibrary.getState().results?.length ?? 0;
  return readAnew(Math.max(PAGE, length, goingOnTo));
}

/** Reads on, once it is known behind what: a newer reading may begin while one is waited for. */
export async function loadMore(): Promise<void> {
  let awaited: Promise<void> | undefined;
  while (awaited !== anew) {
    awaited = anew;
    await awaited;
  }
  const held = useLibrary.getState().results ?? [];
  goingOnTo = held.length + PAGE;
  await readTo(goingOnTo, held);
  goingOnTo = 0;
}

export function searchLibrary(search: string): Promise<void> {
  useLibrary.setState({ search, selected: EMPTY.selected });
  return readAnew(PAGE);
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
