import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatOf, HEAD_BYTES } from './formats';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

it.each([
  ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'PNG', 'image/png'],
  ['\xff\xd8\xff\xe0\0\x10JFIF', 'JPEG', 'image/jpeg'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'WebP', 'image/webp'],
  ['\0\0\0\x1cftypmif1\0\0\0\0avifmif1miaf', 'AVIF', 'image/avif'],
  ['\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'HEIC', undefined],
  ['\0\0\0\x20ftypisom\0\0\0\0', 'MP4', undefined],
  ['RIFF\x10\0\0\0WAVEfmt ', 'WAV', undefined],
  ['GIF89a', 'GIF', undefined],
  ['MM\0*\0\0\0\x08', 'TIFF', undefined],
  ['<?xml version="1.0"?>\n<svg xmlns="…">', 'SVG', undefined],
])('%j is %s', (head, title, mime) => {
  expect(formatOf(latin(head))).toMatchObject({ title, ...(mime !== undefined && { mime }) });
  expect(formatOf(latin(head))?.mime).toBe(mime);
});

it.each(['', 'no picture at all', '{"application":"ParaStep Studio"}', '\0\0\0\0\0\0\0\0'])(
  '%j is nothing known',
  (head) => {
    expect(formatOf(latin(head))).toBeUndefined();
  },
);

it('knows a file of the repository by its head alone', () => {
  const icon = readFileSync(new URL('../../assets/icons/icon.png', import.meta.url));
  expect(formatOf(icon.subarray(0, HEAD_BYTES))?.title).toBe('PNG');
});
