import { z } from 'zod';

/** ONNX Runtime's libraries for CUDA, which the app does not come with and fetches when it is told to. */
export const cudaLibrariesSchema = z.strictObject({
  state: z.enum(['missing', 'fetching', 'here', 'failed']),
  /** Bytes of the download that have come, and that there are. */
  done: z.number(),
  total: z.number(),
  /** A sentence, if it failed. */
  problem: z.string().nullable(),
  /** Where from, whose they are and under which licence, and what the system must have besides. */
  host: z.string(),
  publisher: z.string(),
  version: z.string(),
  license: z.string(),
  needs: z.string(),
});
export type CudaLibrariesState = z.infer<typeof cudaLibrariesSchema>;
