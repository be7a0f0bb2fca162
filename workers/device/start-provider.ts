import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import type { AcceleratorSpec } from '../protocol/device-spec';
import { StudioError } from '../protocol/errors';
import { whatCudaLacks } from './cuda-lacks';
import { sessionOptionsFor } from './session-options';

/** An ONNX graph of opset 17 that computes `y = x · x` for float32 matrices of 2 × 2. */
const SQUARE =
  'CAgSADpAChEKAXgKAXgSAXkiBk1hdE11bBIBZ1oTCgF4Eg4KDAgBEggKAggCCgIIAmITCgF5Eg4KDAgBEggKAggCCgIIAkIECgAQEQ==';
const X = [1, 2, 3, 4];
const X_SQUARED = [7, 10, 15, 22];

const NAMES = { cuda: 'CUDA', dml: 'DirectML', coreml: 'CoreML', webgpu: 'WebGPU' } as const;

/**
 * Multiplies two small matrices on an accelerator. Throws `device-unavailable` with what to do if its provider is
 * not there, does not start, or cannot count.
 */
export async function startProvider(spec: AcceleratorSpec): Promise<void> {
  if (!listSupportedBackends().some(({ name }) => name === spec.provider)) {
    throw unavailable(
      spec,
      `this version of the app has no ${NAMES[spec.provider]} on ${process.platform}. Choose another device`,
    );
  }
  let squared: number[];
  try {
    const session = await InferenceSession.create(Buffer.from(SQUARE, 'base64'), sessionOptionsFor(spec));
    const { y } = await session.run({ x: new Tensor('float32', X, [2, 2]) });
    squared = Array.from(y?.data as Float32Array);
    await session.release();
  } catch (error) {
    const reason = String(error);
    const why =
      spec.provider === 'cuda' && /shared library|shared object/i.test(reason)
        ? whatCudaLacks()
        : `${explain(spec, reason)}, then start the app again`;
    throw unavailable(spec, why, reason);
  }
  if (!X_SQUARED.every((value, i) => Math.abs((squared[i] ?? Number.NaN) - value) < 0.1)) {
    throw unavailable(
      spec,
      'it computes wrong results. Update the driver of the graphics card',
      String(squared),
    );
  }
}

/** Why the provider did not start, and what helps. */
function explain({ provider, id }: AcceleratorSpec, reason: string): string {
  if (
    /no (suitable|available)? ?(adapter|device)|invalid device ordinal|no CUDA-capable|not found/i.test(
      reason,
    )
  ) {
    return `the system has no such graphics card. Check that the card of ${id} is seated and its driver installed`;
  }
  return `${NAMES[provider]} did not start. Update the driver of the graphics card`;
}

const unavailable = (spec: AcceleratorSpec, why: string, detail?: string): StudioError =>
  new StudioError('device-unavailable', `${spec.id} cannot be used: ${why}.`, { device: spec.id, detail });
