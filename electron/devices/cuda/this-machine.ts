import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
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
    runtime: runtimeFolder(),
    published: CUDA_LIBRARIES,
  });
}

/** The folder of the ONNX Runtime that comes with the app; a packed app keeps it beside its archive. */
function runtimeFolder(): string {
  const home = dirname(dirname(createRequire(__filename).resolve('onnxruntime-node')));
  return join(home, 'bin', 'napi-v6', process.platform, process.arch).replace(
    `app.asar${sep}`,
    `app.asar.unpacked${sep}`,
  );
}
