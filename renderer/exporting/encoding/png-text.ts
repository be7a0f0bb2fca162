import { crc32 } from './crc32';

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's data. */
const CHUNK_FRAME = 12;
const HEADER_END = SIGNATURE_BYTES + CHUNK_FRAME + 13;

/** An `iTXt` chunk: like `tEXt`, but in UTF-8, which prompts may need. */
function textChunk(keyword: string, text: string): Uint8Array {
  const encoder = new TextEncoder();
  // Keyword, then: not compressed, no language, no translated keyword.
  const head = encoder.encode(`iTXt${keyword}\0\0\0\0\0`);
  const body = encoder.encode(text);
  const chunk = new Uint8Array(4 + head.length + body.length + 4);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, head.length - 4 + body.length);
  chunk.set(head, 4);
  chunk.set(body, 4 + head.length);
  view.setUint32(chunk.length - 4, crc32(chunk.subarray(4, -4)));
  return chunk;
}

/** Puts a text right after the header of a PNG. */
export function withPngText(png: Uint8Array, keyword: string, text: string): Uint8Array {
  const chunk = textChunk(keyword, text);
  const out = new Uint8Array(png.length + chunk.length);
  out.set(png.subarray(0, HEADER_END));
  out.set(chunk, HEADER_END);
  out.set(png.subarray(HEADER_END), HEADER_END + chunk.length);
  return out;
}
