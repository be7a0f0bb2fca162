/** A file in an archive. The archive's own hash is checked first, so it is where this says. */
export type PublishedFile = {
  readonly name: string;
  /** Where its deflated bytes begin in the archive, and how many they are. */
  readonly offset: number;
  readonly deflatedBytes: number;
  readonly bytes: number;
  readonly sha256: string;
};

/** Libraries that ONNX Runtime's publisher offers beside the package that this app is made with. */
export type PublishedLibraries = {
  readonly version: string;
  /** The file's path on the package index, its size, and the hash that the index gives for it. */
  readonly archive: { readonly path: string; readonly bytes: number; readonly sha256: string };
  readonly files: readonly PublishedFile[];
  readonly publisher: string;
  readonly license: string;
  /** What must be on the machine besides. */
  readonly needs: string;
};

/** Where the Python package index keeps its files, unless `PARASTEP_PYPI_FILES` names a mirror. */
export const PACKAGE_FILES = 'https://files.pythonhosted.org';

/** Taken out of the wheel of onnxruntime-gpu, whose libraries are those of every Python version. */
export const CUDA_LIBRARIES: PublishedLibraries = {
  version: '1.30.0',
  archive: {
    path: 'packages/ea/71/b225bd559a718f6cefb058d4f4c4c95e556543f47d4be0e81819681ac347/onnxruntime_gpu-1.30.0-cp311-cp311-manylinux_2_28_x86_64.whl',
    bytes: 246_658_419,
    sha256: '4fbf0c5d7b5fb99266c2e8a802e3e64af68bdc383e0f3c7349b985f1087eedaa',
  },
  files: [
    {
      name: 'libonnxruntime_providers_cuda.so',
      offset: 11_141_689,
      deflatedBytes: 222_596_481,
      bytes: 272_049_904,
      sha256: '9d7587acb137b31bf84e4d32dc444b969bb601d098b01395effcacfe4341e364',
    },
    {
      name: 'libonnxruntime_providers_shared.so',
      offset: 233_738_251,
      deflatedBytes: 1_680,
      bytes: 14_632,
      sha256: '086ec1d5388f64153d9c63470d126693db9a182c8ce236d3a1119068471b8a0d',
    },
  ],
  publisher: 'Microsoft',
  license: 'MIT',
  needs: 'CUDA 13 and cuDNN 9',
};
