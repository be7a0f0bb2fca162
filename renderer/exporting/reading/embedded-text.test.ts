import { describe, expect, it } from 'vitest';
import { withGifComment } from '../encoding/gif-comment';
import { withPngText } from '../encoding/png-text';
import { webpFile } from '../encoding/riff';
import { webpAnimation, xmpPacket } from '../encoding/webp-animation';
import { gifComment, pngComment, webpDescription } from './embedded-text';

const JSON_TEXT = JSON.stringify({ prompt: `a < b & "c" > d, 気球 ${'ä'.repeat(300)}` });

/** The smallest PNG: one grey pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);
const gif = Uint8Array.from([0x47, 0x49, 0x46, 0x21, 0xfe, 0x3b]);
const still = webpFile([{ name: 'VP8 ', data: Uint8Array.from([1, 2, 3]) }]);
const animation = (metadata: string | null): Uint8Array =>
  webpAnimation({
    ...{ width: 3, height: 2, metadata },
    frames: [
      { picture: still, milliseconds: 100 },
      { picture: still, milliseconds: 100 },
    ],
  });

const blob = (bytes: Uint8Array): Blob => new Blob([new Uint8Array(bytes)]);

describe('what was written into a file is read from it', () => {
  it('in a PNG', async () => {
    expect(await pngComment(blob(withPngText(png, 'Comment', JSON_TEXT)))).toBe(JSON_TEXT);
  });

  it('in a GIF, in other letters but with the same meaning', async () => {
    const text = await gifComment(blob(withGifComment(gif, JSON_TEXT)));
    expect(JSON.parse(text ?? '')).toEqual(JSON.parse(JSON_TEXT));
  });

  it('in a WebP', async () => {
    expect(await webpDescription(blob(animation(xmpPacket(JSON_TEXT))))).toBe(JSON_TEXT);
  });
});

describe('nothing is read', () => {
  it('from files without a text', async () => {
    expect(await pngComment(blob(png))).toBeUndefined();
    expect(await gifComment(blob(gif))).toBeUndefined();
    expect(await webpDescription(blob(animation(null)))).toBeUndefined();
  });

  it('of another keyword, or compressed', async () => {
    expect(await pngComment(blob(withPngText(png, 'Title', JSON_TEXT)))).toBeUndefined();
    const packed = withPngText(png, 'Comment', JSON_TEXT);
    packed[8 + 12 + 13 + 8 + 'Comment'.length + 1] = 1;
    expect(await pngComment(blob(packed))).toBeUndefined();
  });

  it('from any file that is cut short before the end of its text, and no cut makes it fail', async () => {
    // In a PNG the text is followed by its checksum and the picture.
    const files = [
      [withPngText(png, 'Comment', 'text').subarray(0, -(png.length - 33) - 4), pngComment],
      [withGifComment(gif, '{}'), gifComment],
      [animation(xmpPacket('{}')), webpDescription],
    ] as const;
    for (const [whole, read] of files) {
      expect(await read(blob(whole))).toBeDefined();
      // The last byte of a WebP may be padding.
      for (let length = 0; length < whole.length - 1; length++) {
        expect(await read(blob(whole.subarray(0, length)))).toBeUndefined();
      }
    }
  });
});
