import { availableParallelism } from 'node:os';
import type { InferenceSession } from 'onnxruntime-node';
import type { ComputingSpec } from '../protocol/device-spec';

type SessionOptions = InferenceSession.SessionOptions;

/** ONNX Runtime's `CoreMLFlags`: programs, which alone compute float16, on the processor and the graphics processor. */
const COREML_CREATE_MLPROGRAM = 0x010;
const COREML_USE_CPU_AND_GPU = 0x020;

/**
 * How ONNX Runtime makes sessions on a device. What a provider has no kernel for, such as arithmetic on shapes,
 * runs on the processor, on one thread: there is one worker a device and it must not take the others' cores.
 */
export function sessionOptionsFor(
  spec: ComputingSpec,
  cores: number = availableParallelism(),
): SessionOptions {
  return {
    intraOpNumThreads: spec.provider === 'cpu' ? Math.min(spec.threads, cores) : 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    ...providerOptions(spec),
  };
}

function providerOptions(spec: ComputingSpec): SessionOptions {
  switch (spec.provider) {
    case 'cpu':
      return { executionProviders: ['cpu'] };
    case 'cuda':
      return { executionProviders: [{ name: 'cuda', deviceId: spec.adapter }] };
    case 'dml':
      // DirectML allocates by itself and refuses planned memory.
      return { executionProviders: [{ name: 'dml', deviceId: spec.adapter }], enableMemPattern: false };
    case 'coreml':
      return {
        executionProviders: [
          { name: 'coreml', coreMlFlags: COREML_CREATE_MLPROGRAM | COREML_USE_CPU_AND_GPU },
        ],
      };
    case 'webgpu':
      // The graphs are laid out with channels first; any other layout would put a transpose around each convolution.
      return { executionProviders: [{ name: 'webgpu', preferredLayout: 'NCHW' }] };
  }
}
