import { useEffect } from 'react';
import { create } from 'zustand';
import type { ResultDetail } from '../../electron/contract/index';
import { request } from './client';
import { failed, LOADING, type Loadable, ready } from './loadable';

type LibraryState = {
  /** Grows with every change, so that who lists the library knows when to ask again. */
  readonly version: number;
  /** The job that finished last in this window's time. */
  readonly lastFinished: string | undefined;
};

export const useLibraryChanges = create<LibraryState>()(() => ({ version: 0, lastFinished: undefined }));

export const noteLibraryChange = (): void =>
  useLibraryChanges.setState(({ version }) => ({ version: version + 1 }));

export const noteFinished = (jobId: string): void => useLibraryChanges.setState({ lastFinished: jobId });

/** Results never change once made, so each is asked for once while it is remembered. */
const useDetails = create<{ readonly details: ReadonlyMap<string, Loadable<ResultDetail>> }>()(() => ({
  details: new Map(),
}));

/** Each holds the telemetry of its job, so that not all can be kept. */
const REMEMBERED = 24;

function put(id: string, detail: Loadable<ResultDetail>): void {
  useDetails.setState(({ details }) => {
    const next = new Map(details);
    next.delete(id);
    next.set(id, detail);
    const [oldest] = next.keys();
    if (next.size > REMEMBERED && oldest !== undefined) next.delete(oldest);
    return { details: next };
  });
}

export async function loadResult(id: string): Promise<void> {
  const known = useDetails.getState().details.get(id);
  if (known !== undefined && known.state !== 'failed') {
    // What is looked at again is forgotten last.
    put(id, known);
    return;
  }
  put(id, LOADING);
  try {
    put(id, ready(await request('library.get', { result: id })));
  } catch (error) {
    put(id, failed(error));
  }
}

/** A result with everything about it; undefined without an id. */
export function useResult(id: string | undefined): Loadable<ResultDetail> | undefined {
  const detail = useDetails(({ details }) => (id === undefined ? undefined : details.get(id)));
  const isThere = detail !== undefined;
  // Also when it was forgotten while it was shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies(isThere): see above.
  useEffect(() => {
    if (id !== undefined) void loadResult(id);
  }, [id, isThere]);
  return id === undefined ? undefined : (detail ?? LOADING);
}
