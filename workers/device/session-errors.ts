import { StudioError } from '../protocol/errors';

/** How ONNX Runtime, the C++ library, CUDA, DirectX and the WebGPU implementation say that memory ran out. */
const ALLOCATION_FAILURES =
  /bad[_ ]alloc|failed to allocate memory|out of memory|OUTOFMEMORY|8007000E|BFCArena|cudaErrorMemoryAllocation|CUBLAS_STATUS_ALLOC_FAILED|CUDNN_STATUS_ALLOC_FAILED|Array buffer allocation failed/i;

export const isAllocationFailure = (detail: string): boolean => ALLOCATION_FAILURES.test(detail);

/** What a session that could not be made means to the user. */
export function loadError(device: string, graph: string, thrown: unknown): StudioError {
  const detail = String(thrown);
  if (isAllocationFailure(detail)) {
    return new StudioError(
      'out-of-memory',
      `${device} ran out of memory while it loaded ${graph}, also after everything else had been freed. Close other programs, or use a smaller or a float16 version of this model.`,
      { device, detail },
    );
  }
  return new StudioError(
    'bundle-damaged',
    `${device} cannot load ${graph}: the graph is damaged or made for another version. Export or download the model again.`,
    { device, detail },
  );
}

/** What a run that failed means to the user. */
export function runError(device: string, graph: string, thrown: unknown): StudioError {
  const detail = String(thrown);
  if (isAllocationFailure(detail)) {
    return new StudioError(
      'out-of-memory',
      `${device} ran out of memory in ${graph}, also after everything else had been freed. Close other programs, or choose a smaller size or fewer frames.`,
      { device, detail },
    );
  }
  return new StudioError(
    'bundle-damaged',
    `${device} could not run ${graph}: its inputs do not fit the graph. Verify the model.`,
    { device, detail },
  );
}
