import { asciiJson } from './ascii-json';

const EXTENSION = 0x21;
const COMMENT = 0xfe;
const TRAILER = 0x3b;
const LONGEST_BLOCK = 255;

/** Puts a comment at the end of a GIF, where it must be ASCII. */
export function withGifComment(gif: Uint8Array, json: string): Uint8Array {
  if (gif.at(-1) !== TRAILER) throw new Error('This is not a whole GIF.');
  const text = new TextEncoder().encode(asciiJson(json));
  const blocks: number[] = [EXTENSION, COMMENT];
  for (let at = 0; at < text.length; at += LONGEST_BLOCK) {
    const block = text.subarray(at, at + LONGEST_BLOCK);
    blocks.push(block.length, ...block);
  }
  blocks.push(0, TRAILER);
  const out = new Uint8Array(gif.length - 1 + blocks.length);
  out.set(gif.subarray(0, -1));
  out.set(blocks, gif.length - 1);
  return out;
}
