import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32';
import { frameDelays } from './frame-delays';
import { withGifComment } from './gif-comment';
import { withPngText } from './png-text';
import { type Chunk, joinChunks, splitChunks, webpChunks, webpFile } from './riff';
import { webpAnimation, xmpPacket } from './webp-animation';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const uint24 = (data: Uint8Array, at: number): number =>
  (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16);

describe('RIFF', () => {
  it('comes back as it went in, odd lengths included', () => {
    const chunks: Chunk[] = [
      { name: 'ODD ', data: bytes(1, 2, 3) },
      { name: 'EVEN', data: bytes(4, 5) },
      { name: 'NONE', data: bytes() },
    ];
    expect(splitChunks(joinChunks(chunks))).toEqual(chunks);
    expect(joinChunks(chunks).length % 2).toBe(0);
  });

  it('refuses a file cut short and one that is no WebP', () => {
    const file = webpFile([{ name: 'VP8 ', data: bytes(1, 2, 3, 4) }]);
    expect(() => webpChunks(file.subarray(0, -2))).toThrow(/cut short/);
    expect(() => webpChunks(joinChunks([{ name: 'RIFX', data: bytes(1, 2, 3, 4) }]))).toThrow(/not a WebP/);
  });
});

describe('animated WebP', () => {
  const still = (fill: number): Uint8Array =>
    webpFile([
      { name: 'VP8X', data: new Uint8Array(10) },
      { name: 'VP8 ', data: bytes(fill, fill, fill) },
    ]);
  const file = webpAnimation({
    width: 300,
    height: 200,
    frames: [
      { picture: still(1), milliseconds: 125 },
      { picture: still(2), milliseconds: 70_000 },
    ],
    metadata: xmpPacket('{"prompt":"a < b & c"}'),
  });
  const chunks = webpChunks(file);
  const dataOf = (name: string): Uint8Array => chunks.find((chunk) => chunk.name === name)?.data ?? bytes();

  it('has its parts in the order of the specification', () => {
    expect(chunks.map(({ name }) => name)).toEqual(['VP8X', 'ANIM', 'ANMF', 'ANMF', 'XMP ']);
  });

  it('says size, animation and metadata in its header', () => {
    const header = dataOf('VP8X');
    expect(header[0]).toBe(0x06);
    expect([uint24(header, 4) + 1, uint24(header, 7) + 1]).toEqual([300, 200]);
  });

  it('loops for ever', () => {
    expect(dataOf('ANIM')).toEqual(new Uint8Array(6));
  });

  it('gives every frame its place, time and picture alone', () => {
    const frames = chunks.filter(({ name }) => name === 'ANMF').map(({ data }) => data);
    expect(frames.map((data) => uint24(data, 12))).toEqual([125, 70_000]);
    expect(frames.map((data) => [uint24(data, 6) + 1, uint24(data, 9) + 1])).toEqual([
      [300, 200],
      [300, 200],
    ]);
    expect(frames.map((data) => splitChunks(data.subarray(16)))).toEqual([
      [{ name: 'VP8 ', data: bytes(1, 1, 1) }],
      [{ name: 'VP8 ', data: bytes(2, 2, 2) }],
    ]);
  });

  it('carries the description, escaped', () => {
    expect(new TextDecoder().decode(dataOf('XMP '))).toContain('{"prompt":"a &lt; b &amp; c"}');
  });

  it('sets no flag for metadata that it has not', () => {
    const bare = webpChunks(webpAnimation({ width: 1, height: 1, frames: [], metadata: null }));
    expect(bare[0]?.data[0]).toBe(0x02);
  });
});

describe('PNG text', () => {
  /** The smallest PNG: one grey pixel. */
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
    'base64',
  );

  function chunksOf(file: Uint8Array): { type: string; data: Uint8Array; sound: boolean }[] {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const found = [];
    for (let at = 8; at < file.length; ) {
      const length = view.getUint32(at);
      const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
      const sound = view.getUint32(at + 8 + length) === crc32(file.subarray(at + 4, at + 8 + length));
      found.push({ type, data: file.subarray(at + 8, at + 8 + length), sound });
      at += 12 + length;
    }
    return found;
  }

  it('knows the checksum of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it('stands after the header, with sound checksums and the picture untouched', () => {
    const chunks = chunksOf(withPngText(png, 'Comment', '{"prompt":"気球"}'));
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'iTXt', 'IDAT', 'IEND']);
    expect(chunks.every(({ sound }) => sound)).toBe(true);
    expect(new TextDecoder().decode(chunks[1]?.data)).toBe('Comment\0\0\0\0\0{"prompt":"気球"}');
    expect(inflateSync(chunks[2]?.data ?? bytes()).length).toBe(2);
  });
});

describe('GIF comment', () => {
  const gif = bytes(0x47, 0x49, 0x46, 0x3b);

  it('stands before the trailer in blocks of at most 255 ASCII bytes, and keeps its meaning', () => {
    const json = JSON.stringify({ prompt: `${'ä'.repeat(100)}気球` });
    const out = withGifComment(gif, json);
    expect([out[3], out[4], out.at(-2), out.at(-1)]).toEqual([0x21, 0xfe, 0, 0x3b]);
    let text = '';
    for (let at = 5; out[at] !== 0; at += (out[at] ?? 0) + 1) {
      text += String.fromCharCode(...out.subarray(at + 1, at + 1 + (out[at] ?? 0)));
    }
    expect(text).toMatch(/^[ -~]+$/);
    expect(JSON.parse(text)).toEqual(JSON.parse(json));
  });

  it('refuses what is no whole GIF', () => {
    expect(() => withGifComment(bytes(1, 2), '{}')).toThrow(/not a whole GIF/);
  });
});

describe('frame delays', () => {
  it('add up to the length of the clip in hundredths of a second', () => {
    const delays = frameDelays({ frames: 16, fps: 8 }, 10);
    expect(new Set(delays)).toEqual(new Set([120, 130]));
    expect(delays.reduce((a, b) => a + b)).toBe(2000);
  });

  it('are never zero', () => {
    expect(Math.min(...frameDelays({ frames: 10, fps: 240 }, 10))).toBe(10);
  });
});
