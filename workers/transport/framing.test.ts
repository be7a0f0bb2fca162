import { describe, expect, it } from 'vitest';
import { decodeJson, encodeFrameStart, encodeJson, FrameReader, MAX_HEADER_BYTES } from './framing';

const wire = (header: unknown, payload: Uint8Array[] = []): Buffer =>
  Buffer.concat([encodeFrameStart(encodeJson(header), payload), ...payload]);

describe('FrameReader', () => {
  it('puts frames back together however the stream is cut', () => {
    const payload = Uint8Array.from({ length: 300 }, (_, i) => i % 256);
    const stream = Buffer.concat([wire({ a: 1 }), wire({ b: 'ü' }, [payload, payload]), wire([])]);
    for (let cut = 1; cut <= 97; cut += 3) {
      const reader = new FrameReader();
      const frames = [];
      for (let at = 0; at < stream.length; at += cut)
        frames.push(...reader.push(stream.subarray(at, at + cut)));
      expect(frames.map(({ header }) => decodeJson(header))).toEqual([{ a: 1 }, { b: 'ü' }, []]);
      expect(frames[1]?.payload).toEqual(Buffer.concat([payload, payload]));
    }
  });

  it('refuses a length that no frame of ours has', () => {
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32LE(MAX_HEADER_BYTES + 1, 0);
    expect(() => new FrameReader().push(prefix)).toThrow(RangeError);
  });

  it('refuses a header that is not JSON', () => {
    expect(() => decodeJson(Buffer.from('{x}'))).toThrow(SyntaxError);
  });
});
