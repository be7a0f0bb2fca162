import type { Tensor as OrtTensor } from 'onnxruntime-node';
import { encodeFloat16 } from '../tensor/float16';
import type { DeviceTensor } from './device';
import { toOrtTensor } from './ort-tensor';

/** An input that is fed again and again with other values, in one ONNX Runtime tensor: making one costs time. */
export class RepeatedInput {
  /** What the graph is given. */
  readonly tensor: OrtTensor;
  readonly #source: DeviceTensor;

  /** @param wanted the element type of the graph's input. */
  constructor(source: DeviceTensor, wanted: string | undefined) {
    this.#source = source;
    this.tensor = toOrtTensor(source, wanted);
  }

  /** The values to write before every run; `feed` then hands them over. */
  get values(): DeviceTensor['data'] {
    return this.#source.data;
  }

  /** Half precision has memory of its own; otherwise the graph reads the values where they are written. */
  feed(): void {
    const { data } = this.tensor;
    if (data === this.#source.data || this.#source.type !== 'float32') return;
    const { buffer, byteOffset, length } = data as Uint16Array;
    encodeFloat16(this.#source.data, new Uint16Array(buffer, byteOffset, length));
  }
}
