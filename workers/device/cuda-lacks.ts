import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { onnxRuntimeFolder } from '../runtime/onnx-runtime-folder';

const PROVIDER = 'libonnxruntime_providers_cuda.so';

/** Which libraries CUDA lacks where its provider could not be loaded, and what to do about it. */
export function whatCudaLacks(): string {
  const provider = searchedFolders()
    .map((folder) => join(folder, PROVIDER))
    .find(existsSync);
  if (provider === undefined) {
    return 'the CUDA libraries of ONNX Runtime are not here. Fetch them on the Devices page or with “parastep devices fetch-cuda”. Install CUDA and cuDNN if the system has none';
  }
  const missing = firstMissing(provider);
  if (missing === undefined) {
    return `${provider} could not be loaded. Fetch the CUDA libraries of ONNX Runtime once more, then start the app again`;
  }
  return `${lackOf(missing)}, then start the app again`;
}

/** ONNX Runtime says only that the provider could not be loaded; the system's loader says why. */
function firstMissing(library: string): string | undefined {
  try {
    process.dlopen({ exports: {} }, library);
    return undefined;
  } catch (error) {
    return /(lib[^\s/:]+): cannot open shared object file/.exec(String(error))?.[1];
  }
}

/** What a missing library belongs to. */
export function lackOf(library: string): string {
  if (/^libcuda\./.test(library))
    return `the system has no ${library}. Install the driver of the NVIDIA card`;
  const version = /^lib(?:cublas|cublasLt|cudart)\.so\.(\d+)$/.exec(library)?.[1];
  const cuda = version === undefined ? 'CUDA' : `CUDA ${version}`;
  return `the system has no ${library}. Install ${cuda} and cuDNN 9`;
}

/** Where the loader looks for it: what the process was told, then beside ONNX Runtime itself. */
function searchedFolders(): string[] {
  const told = process.env['LD_LIBRARY_PATH']?.split(delimiter).filter(Boolean) ?? [];
  return [...told, onnxRuntimeFolder()];
}
