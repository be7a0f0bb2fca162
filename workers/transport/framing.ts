/**
 * Frames on a byte stream: two little-endian uint32 (header bytes, payload bytes), a header, then the raw payload.
 * Both lengths are bounded, so a broken peer cannot make this side allocate at will.
 */
const PREFIX_BYTES = 8;
export const MAX_HEADER_BYTES = 2 ** 20;
export const MAX_PAYLOAD_BYTES = 2 ** 31 - 1;

/** `headerBytes` counts the prefix too: everything in the frame that is not payload. */
export type Frame = { readonly header: Buffer; readonly headerBytes: number; readonly payload: Buffer };

/** The start of a frame, prefix and header, for a payload of the given parts, which follow it uncopied. */
export function encodeFrameStart(header: Uint8Array, payload: readonly Uint8Array[] = []): Buffer {
  const headerBytes = header.byteLength;
  let payloadBytes = 0;
  for (const part of payload) payloadBytes += part.byteLength;
  if (headerBytes > MAX_HEADER_BYTES || payloadBytes > MAX_PAYLOAD_BYTES) {
    throw new RangeError(`A frame of ${headerBytes} + ${payloadBytes} bytes is too large to send.`);
  }
  const start = Buffer.allocUnsafe(PREFIX_BYTES + headerBytes);
  start.writeUInt32LE(headerBytes, 0);
  start.writeUInt32LE(payloadBytes, 4);
  start.set(header, PREFIX_BYTES);
  return start;
}

export const encodeJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Throws SyntaxError on a header that is not JSON. */
export const decodeJson = (header: Buffer): unknown => JSON.parse(header.toString()) as unknown;

/** Puts frames back together from chunks of any size. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #buffered = 0;
  #expected = PREFIX_BYTES;

  /** The frames that `chunk` completes. Throws RangeError on a stream that is not ours. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    const frames: Frame[] = [];
    while (this.#buffered >= this.#expected) {
      const data = this.#joined();
      const headerBytes = data.readUInt32LE(0);
      const payloadBytes = data.readUInt32LE(4);
      if (headerBytes > MAX_HEADER_BYTES || payloadBytes > MAX_PAYLOAD_BYTES) {
        throw new RangeError(`A frame of ${headerBytes} + ${payloadBytes} bytes is too large to accept.`);
      }
      const payloadStart = PREFIX_BYTES + headerBytes;
      const end = payloadStart + payloadBytes;
      if (data.length < end) {
        this.#expected = end;
        break;
      }
      frames.push({
        header: data.subarray(PREFIX_BYTES, payloadStart),
        headerBytes: payloadStart,
        payload: data.subarray(payloadStart, end),
      });
      this.#buffered = data.length - end;
      this.#chunks = this.#buffered === 0 ? [] : [data.subarray(end)];
      this.#expected = PREFIX_BYTES;
    }
    return frames;
  }

  #joined(): Buffer {
    const [only] = this.#chunks;
    if (this.#chunks.length === 1 && only !== undefined) return only;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}
