import { create } from 'zustand';
import type { BenchmarkState } from '../../electron/contract/index';
import { request } from './client';

/** The benchmark that runs, and how the last one ended. While one runs, no job does. */
export const useBenchmarkState = create<BenchmarkState>()(() => ({ running: null, ended: null }));

export const applyBenchmarkState = (state: BenchmarkState): void => useBenchmarkState.setState(state);

export async function loadBenchmarkState(): Promise<void> {
  applyBenchmarkState(await request('benchmark.state'));
}
