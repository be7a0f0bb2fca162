import { join } from 'node:path';
import { onnxRuntimeFolder } from '../../../workers/api';
import { CudaLibraries } from './cuda-libraries';
import { CUDA_LIBRARIES } from './published';

/**
 * The CUDA libraries of this machine; undefined where there are none for its platform.
 *
 * @param data the folder of all that the app keeps.
 */
export function cudaLibraries(data: string): CudaLibraries | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return new CudaLibraries({
    folder: join(data, 'onnxruntime-cuda'),
    runtime: onnxRuntimeFolder(),
    published: CUDA_LIBRARIES,
  });
}
