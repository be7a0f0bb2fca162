import { Tensor as OrtTensor } from 'onnxruntime-node';
import { StudioError } from '../protocol/errors';
import { decodeFloat16, encodeFloat16 } from '../tensor/float16';
import type { DeviceTensor } from './device';

/** The tensor as the graph's input wants it; float32 becomes float16 at the edge of a half-precision graph. */
export function toOrtTensor(tensor: DeviceTensor, wanted: string | undefined): OrtTensor {
  const { shape, data, type } = tensor;
  if (type === 'float32' && wanted === 'float16') {
    return new OrtTensor('float16', encodeFloat16(data), [...shape]);
  }
  if (type === 'float32') return new OrtTensor('float32', data, [...shape]);
  return new OrtTensor('int64', data, [...shape]);
}

/** A graph's output in this app's types; float16 becomes float32. */
export function fromOrtTensor(tensor: OrtTensor): DeviceTensor {
  const shape = tensor.dims;
  switch (tensor.type) {
    case 'float32':
      return { type: 'float32', shape, data: tensor.data as Float32Array };
    case 'int64':
      return { type: 'int64', shape, data: tensor.data as BigInt64Array };
    case 'float16': {
      const { buffer, byteOffset, byteLength } = tensor.data as Uint16Array;
      return {
        type: 'float32',
        shape,
        data: decodeFloat16(new Uint16Array(buffer, byteOffset, byteLength / 2)),
      };
    }
    default:
      throw new StudioError(
        'bundle-unsupported',
        `The model answers with ${tensor.type} values, which this app does not read.`,
      );
  }
}
