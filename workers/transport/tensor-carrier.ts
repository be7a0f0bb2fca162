import type { DeviceTensor } from '../device/device';
import type { TensorHeader } from '../protocol/device-lane';
import { StudioError } from '../protocol/errors';
import type { FloatsLocation } from '../protocol/evaluation-messages';
import type { SharedRegion } from './shared-region';

const ALIGNMENT = 64;
/**
 * Where a half's first tensor lies within a page: in its middle, because large arrays start at the beginning of
 * one, and some processors copy ten times slower between addresses that lie a few bytes apart within their pages.
 */
const START = 2048;
const PAGE = 4096;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Where the bytes of a tensor were put. */
type Location = Pick<TensorHeader, 'place' | 'offset' | 'bytes'>;

/** The half of a lane's shared region that one side writes and the other reads. */
export type Half = 'down' | 'up';

/** Size of a region each half of which holds as many arrays of so many bytes, and hardly more: all of it is made real. */
export const bytesToShare = (arrays: number, bytes: number): number =>
  2 * Math.ceil((START + arrays * aligned(bytes)) / PAGE) * PAGE;

/**
 * Places the tensors of one message: in this side's half of the shared region while there is room, otherwise
 * behind the header. A lane carries one call at a time, so each message may start at the half's beginning.
 */
export class TensorWriter {
  readonly payload: Uint8Array[] = [];
  readonly #region: SharedRegion | undefined;
  #sharedNext: number;
  readonly #sharedEnd: number;
  #payloadBytes = 0;

  constructor(region: SharedRegion | undefined, half: Half) {
    this.#region = region;
    const middle = region === undefined ? 0 : Math.floor(region.bytes / 2 / PAGE) * PAGE;
    this.#sharedNext = (half === 'down' ? 0 : middle) + START;
    this.#sharedEnd = half === 'down' ? middle : (region?.bytes ?? 0);
  }

  put({ type, shape, data }: DeviceTensor): TensorHeader {
    return { type, shape: [...shape], ...this.place(data) };
  }

  /** Places an array's bytes alone, for messages in which its type and shape go without saying. */
  place(data: DeviceTensor['data']): Location {
    const bytes = data.byteLength;
    const view = new Uint8Array(data.buffer, data.byteOffset, bytes);
    if (this.#region !== undefined && this.#sharedNext + bytes <= this.#sharedEnd) {
      const offset = this.#sharedNext;
      this.#region.write(offset, view);
      this.#sharedNext += aligned(bytes);
      return { place: 'shared', offset, bytes };
    }
    const offset = this.#payloadBytes;
    this.payload.push(view);
    this.#payloadBytes += bytes;
    return { place: 'payload', offset, bytes };
  }
}

/** Copies a tensor out of the shared region or the frame that it came with. */
export function readTensor(
  header: TensorHeader,
  payload: Uint8Array,
  region: SharedRegion | undefined,
): DeviceTensor {
  const buffer = readBytes(header, payload, region);
  return header.type === 'int64'
    ? { type: 'int64', shape: header.shape, data: new BigInt64Array(buffer) }
    : { type: 'float32', shape: header.shape, data: new Float32Array(buffer) };
}

/** @param into used if it has the right size; otherwise the values come in an array of their own. */
export function readFloats(
  location: FloatsLocation,
  payload: Uint8Array,
  region: SharedRegion | undefined,
  into?: Float32Array,
): Float32Array {
  if (into?.byteLength !== location.bytes) return new Float32Array(readBytes(location, payload, region));
  copyBytes(location, payload, region, new Uint8Array(into.buffer, into.byteOffset, into.byteLength));
  return into;
}

function readBytes(location: Location, payload: Uint8Array, region: SharedRegion | undefined): ArrayBuffer {
  // Not cleared before it is overwritten, and with a buffer of its own.
  const into = Buffer.allocUnsafeSlow(location.bytes);
  copyBytes(location, payload, region, into);
  return into.buffer;
}

function copyBytes(
  { place, offset, bytes }: Location,
  payload: Uint8Array,
  region: SharedRegion | undefined,
  into: Uint8Array,
): void {
  if (place === 'shared') {
    if (region === undefined)
      throw new StudioError('protocol', 'A message names shared memory that is not attached.');
    region.read(offset, into);
  } else {
    if (offset + bytes > payload.byteLength) {
      throw new StudioError('protocol', 'A message names more data than it brought.');
    }
    into.set(payload.subarray(offset, offset + bytes));
  }
}
