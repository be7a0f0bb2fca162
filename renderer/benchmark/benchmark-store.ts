import { useEffect } from 'react';
import { create } from 'zustand';
import type { SavedBenchmark, ShownBenchmark } from '../../electron/contract/index';
import { useBenchmarkState } from '../bridge/benchmark-state';
import { request } from '../bridge/client';
import { failed, LOADING, type Loadable, ready } from '../bridge/loadable';

type Benchmarks = {
  readonly saved: Loadable<readonly SavedBenchmark[]>;
  /** The report that is read. */
  readonly shown: string | undefined;
  /** The one that it is compared with. */
  readonly earlier: string | undefined;
};

export const useBenchmarks = create<Benchmarks>()(() => ({
  saved: LOADING,
  shown: undefined,
  earlier: undefined,
}));

export async function loadSaved(): Promise<void> {
  try {
    useBenchmarks.setState({ saved: ready(await request('benchmark.list')) });
  } catch (error) {
    useBenchmarks.setState({ saved: failed(error) });
  }
}

export const showReport = (shown: string): void => useBenchmarks.setState({ shown, earlier: undefined });
export const compareWith = (earlier: string | undefined): void => useBenchmarks.setState({ earlier });

export async function trashReport(id: string): Promise<void> {
  await request('benchmark.trash', { benchmark: id });
  useBenchmarks.setState(({ shown, earlier }) => ({
    shown: shown === id ? undefined : shown,
    earlier: earlier === id ? undefined : earlier,
  }));
  await loadSaved();
}

/** Reports never change once made. */
const useReports = create<{ readonly reports: ReadonlyMap<string, Loadable<ShownBenchmark>> }>()(() => ({
  reports: new Map(),
}));

async function loadReport(id: string): Promise<void> {
  const known = useReports.getState().reports.get(id);
  if (known !== undefined && known.state !== 'failed') return;
  const put = (report: Loadable<ShownBenchmark>): void =>
    useReports.setState(({ reports }) => ({ reports: new Map(reports).set(id, report) }));
  put(LOADING);
  try {
    put(ready(await request('benchmark.get', { benchmark: id })));
  } catch (error) {
    put(failed(error));
  }
}

/** A saved report; undefined without an id. */
export function useReport(id: string | undefined): Loadable<ShownBenchmark> | undefined {
  useEffect(() => {
    if (id !== undefined) void loadReport(id);
  }, [id]);
  const report = useReports(({ reports }) => (id === undefined ? undefined : reports.get(id)));
  return id === undefined ? undefined : (report ?? LOADING);
}

/** What has just been measured is shown. */
useBenchmarkState.subscribe(({ ended }, before) => {
  const report = ended?.report ?? undefined;
  if (report === undefined || report === before.ended?.report) return;
  showReport(report);
  void loadSaved();
});
