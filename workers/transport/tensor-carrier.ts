import type { DeviceTensor } from '../device/device';
import type { TensorHeader } from '../protocol/device-lane';
import { StudioError } from '../protocol/errors';
import type { SharedRegion } from './shared-region';

const ALIGNMENT = 64;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** The half of a lane's shared region that one side writes and the other reads. */
export type Half = 'down' | 'up';

/**
 * Places the tensors of one message: in this side's half of the shared region while there is room, otherwise
 * behind the header. A lane carries one call at a time, so each message may start at the half's beginning.
 */
export class TensorWriter {
  readonly payload: Uint8Array[] = [];
  /** Bytes of tensor data placed so far, wherever they went. */
  tensorBytes = 0;
  readonly #region: SharedRegion | undefined;
  #sharedNext: number;
  readonly #sharedEnd: number;
  #payloadBytes = 0;

  constructor(region: SharedRegion | undefined, half: Half) {
    this.#region = region;
    const middle = region === undefined ? 0 : Math.floor(region.bytes / 2 / ALIGNMENT) * ALIGNMENT;
    this.#sharedNext = half === 'down' ? 0 : middle;
    this.#sharedEnd = half === 'down' ? middle : (region?.bytes ?? 0);
  }

  put({ type, shape, data }: DeviceTensor): TensorHeader {
    const bytes = data.byteLength;
    const view = new Uint8Array(data.buffer, data.byteOffset, bytes);
    this.tensorBytes += bytes;
    if (this.#region !== undefined && this.#sharedNext + bytes <= this.#sharedEnd) {
      const offset = this.#sharedNext;
      this.#region.write(offset, view);
      this.#sharedNext += aligned(bytes);
      return { type, shape: [...shape], place: 'shared', offset, bytes };
    }
    const offset = this.#payloadBytes;
    this.payload.push(view);
    this.#payloadBytes += bytes;
    return { type, shape: [...shape], place: 'payload', offset, bytes };
  }
}

/** Copies a tensor out of the shared region or the frame that it came with. */
export function readTensor(
  header: TensorHeader,
  payload: Uint8Array,
  region: SharedRegion | undefined,
): DeviceTensor {
  const bytes = new Uint8Array(header.bytes);
  if (header.place === 'shared') {
    if (region === undefined)
      throw new StudioError('protocol', 'A message names shared memory that is not attached.');
    region.read(header.offset, bytes);
  } else {
    if (header.offset + header.bytes > payload.byteLength) {
      throw new StudioError('protocol', 'A message names more data than it brought.');
    }
    bytes.set(payload.subarray(header.offset, header.offset + header.bytes));
  }
  return header.type === 'int64'
    ? { type: 'int64', shape: header.shape, data: new BigInt64Array(bytes.buffer) }
    : { type: 'float32', shape: header.shape, data: new Float32Array(bytes.buffer) };
}
