import { readSync } from 'node:fs';

/** The file is not the protobuf that it should be; the reader's caller knows which file it is. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

/** A field of a message: a number, or bytes that are still in the file. */
export type Field =
  | { readonly number: number; readonly kind: 'varint' | 'fixed'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'bytes'; readonly span: Span };

/** Bytes of the file, end exclusive. */
export type Span = { readonly start: number; readonly end: number };

const WINDOW_BYTES = 64 * 1024;

/**
 * Walks over the messages of an open file without holding it: what is skipped, such as weights, is never read.
 * Every length is checked against what encloses it. Throws `ProtobufError`.
 */
export class ProtobufReader {
  readonly #file: number;
  readonly #window = Buffer.allocUnsafe(WINDOW_BYTES);
  #windowStart = 0;
  #windowEnd = 0;

  /** @param file descriptor of the open file. */
  constructor(file: number) {
    this.#file = file;
  }

  /** The fields of the message in `span`, in the order of the file. */
  *fields({ start, end }: Span): Generator<Field> {
    let at = start;
    while (at < end) {
      const tag = this.#varint(at, end);
      at = tag.next;
      const number = Number(tag.value >> 3n);
      if (number < 1 || number > 0x1fffffff) throw new ProtobufError('it has a field without a number');
      switch (Number(tag.value & 7n)) {
        case 0: {
          const { value, next } = this.#varint(at, end);
          at = next;
          yield { number, kind: 'varint', value };
          break;
        }
        case 1:
        case 5: {
          const size = (tag.value & 7n) === 1n ? 8 : 4;
          if (at + size > end) throw cut();
          const bytes = this.#read({ start: at, end: at + size });
          at += size;
          yield {
            number,
            kind: 'fixed',
            value: size === 8 ? bytes.readBigUInt64LE() : BigInt(bytes.readUInt32LE()),
          };
          break;
        }
        case 2: {
          const { value, next } = this.#varint(at, end);
          if (value > BigInt(end - next)) throw cut();
          at = next + Number(value);
          yield { number, kind: 'bytes', span: { start: next, end: at } };
          break;
        }
        default:
          // Groups went out of use before ONNX began.
          throw new ProtobufError('it has a field of an unknown kind');
      }
    }
  }

  /** The text in `span`. */
  text(span: Span, mostBytes = 4096): string {
    if (span.end - span.start > mostBytes) throw new ProtobufError('it has a name that is far too long');
    const bytes = this.#read(span);
    const text = bytes.toString('utf8');
    if (Buffer.byteLength(text) !== bytes.length || text.includes('\ufffd')) {
      throw new ProtobufError('it has a name that is not text');
    }
    return text;
  }

  /** The numbers of a repeated integer field that is written in one piece. */
  packedVarints(span: Span, mostCount: number): bigint[] {
    const values: bigint[] = [];
    for (let at = span.start; at < span.end; ) {
      if (values.length === mostCount) throw new ProtobufError('it has a list that is far too long');
      const { value, next } = this.#varint(at, span.end);
      values.push(value);
      at = next;
    }
    return values;
  }

  #varint(start: number, end: number): { value: bigint; next: number } {
    let value = 0n;
    for (let i = 0; i < 10; i++) {
      if (start + i >= end) throw cut();
      const byte = this.#byte(start + i);
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: start + i + 1 };
    }
    throw new ProtobufError('it has a number without an end');
  }

  #byte(at: number): number {
    if (at < this.#windowStart || at >= this.#windowEnd) {
      this.#windowStart = at;
      this.#windowEnd = at + readSync(this.#file, this.#window, 0, WINDOW_BYTES, at);
      if (at >= this.#windowEnd) throw cut();
    }
    return this.#window[at - this.#windowStart] as number;
  }

  #read({ start, end }: Span): Buffer {
    const bytes = Buffer.allocUnsafe(end - start);
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(this.#file, bytes, done, bytes.length - done, start + done);
      if (count === 0) throw cut();
      done += count;
    }
    return bytes;
  }
}

const cut = (): ProtobufError => new ProtobufError('it ends in the middle');
