import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ResultSummary } from '../../electron/contract/index';
import { noteLibraryChange } from '../bridge/result-stores';
import {
  loadMore,
  refreshLibrary,
  searchLibrary,
  toggleSelected,
  trashResults,
  useLibrary,
} from './library-store';

type Query = { readonly search: string; readonly offset: number; readonly limit: number };

let library: string[] = [];
let asked: Query[] = [];
/** Answers wait here while they are held back. */
let held: (() => void)[] | undefined;

async function request(name: string, params: unknown): Promise<unknown> {
  if (name === 'library.trash') {
    const { results } = params as { results: string[] };
    library = library.filter((id) => !results.includes(id));
    return { ok: true, value: undefined };
  }
  const query = params as Query;
  asked.push(query);
  const hits = library.filter((id) => id.includes(query.search));
  const results = hits.slice(query.offset, query.offset + query.limit).map((id) => ({ id }));
  if (held !== undefined) await new Promise<void>((resolve) => held?.push(resolve));
  return { ok: true, value: { total: hits.length, results } };
}

const listed = (): string[] =>
  (useLibrary.getState().results ?? []).map(({ id }: Pick<ResultSummary, 'id'>) => id);

beforeEach(() => {
  vi.stubGlobal('window', { studio: { request } });
  library = Array.from({ length: 130 }, (_, i) => `clip-${i}`);
  asked = [];
  held = undefined;
  useLibrary.setState(useLibrary.getInitialState());
});

describe('library store', () => {
  it('reads on from where it stopped, without showing anything twice', async () => {
    await refreshLibrary();
    library.unshift('new');
    await loadMore();
    expect(new Set(listed()).size).toBe(listed().length);
    expect(listed()).toHaveLength(119);
    expect(useLibrary.getState().total).toBe(131);
  });

  it('reads anew as far as it had come when the library changes', async () => {
    await refreshLibrary();
    await loadMore();
    library.unshift('new');
    noteLibraryChange();
    await vi.waitFor(() => expect(listed()[0]).toBe('new'));
    expect(asked.at(-1)).toMatchObject({ offset: 0, limit: 120 });
  });

  it('reads a long list anew in steps, and shows it in one go', async () => {
    library = Array.from({ length: 500 }, (_, i) => `clip-${i}`);
    const results = library.slice(0, 450).map((id) => ({ id }) as ResultSummary);
    useLibrary.setState({ results, total: 500 });
    library.unshift('new');
    const lengths: number[] = [];
    const end = useLibrary.subscribe((state) => lengths.push(state.results?.length ?? 0));
    await refreshLibrary();
    end();
    expect(asked).toEqual([
      { search: '', offset: 0, limit: 200 },
      { search: '', offset: 200, limit: 200 },
      { search: '', offset: 400, limit: 50 },
    ]);
    expect(lengths).toEqual([450]);
    expect([listed()[0], listed().at(-1), useLibrary.getState().total]).toEqual(['new', 'clip-448', 501]);
  });

  it('reads on behind what it is reading anew', async () => {
    await refreshLibrary();
    library.unshift('new');
    held = [];
    const refreshed = refreshLibrary();
    const more = loadMore();
    expect(held).toHaveLength(1);
    const [answer] = held;
    held = undefined;
    answer?.();
    await Promise.all([refreshed, more]);
    expect(listed()).toEqual(library.slice(0, 120));
  });

  it('reads as far anew as it was reading on', async () => {
    await refreshLibrary();
    held = [];
    const more = loadMore();
    await vi.waitFor(() => expect(held).toHaveLength(1));
    const [answer] = held;
    held = undefined;
    library.unshift('new');
    await refreshLibrary();
    answer?.();
    await more;
    expect(listed()).toEqual(library.slice(0, 120));
  });

  it('shows the answer to the newest search, whatever comes last', async () => {
    held = [];
    const first = searchLibrary('clip-1');
    const second = searchLibrary('clip-2');
    const [answerFirst, answerSecond] = held;
    answerSecond?.();
    await second;
    answerFirst?.();
    await first;
    expect(listed().every((id) => id.includes('clip-2'))).toBe(true);
    expect(listed().length).toBeGreaterThan(0);
  });

  it('takes what is trashed from the list, the selection and the details', async () => {
    await refreshLibrary();
    toggleSelected('clip-0');
    toggleSelected('clip-1');
    useLibrary.setState({ open: 'clip-0' });
    await trashResults(['clip-0']);
    const { selected, open, total } = useLibrary.getState();
    expect([listed()[0], [...selected], open, total]).toEqual(['clip-1', ['clip-1'], undefined, 129]);
  });

  it('selects and unselects', () => {
    toggleSelected('a');
    toggleSelected('b');
    toggleSelected('a');
    expect([...useLibrary.getState().selected]).toEqual(['b']);
  });
});
