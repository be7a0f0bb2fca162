import { create } from 'zustand';
import type { CudaLibrariesState } from '../../electron/contract/index';
import { request } from './client';

/** ONNX Runtime's CUDA libraries; null where nobody needs them, and until that is known. */
export const useCudaLibraries = create<{ readonly cuda: CudaLibrariesState | null }>()(() => ({
  cuda: null,
}));

export const applyCudaLibraries = (cuda: CudaLibrariesState | null): void =>
  useCudaLibraries.setState({ cuda });

export async function loadCudaLibraries(): Promise<void> {
  // Without an answer nothing is offered.
  applyCudaLibraries(await request('devices.cuda').catch(() => null));
}
