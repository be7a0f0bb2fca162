/** What a file is by its first bytes, because names lie. */

export type FileFormat = {
  readonly title: string;
  /** Only of formats whose pictures are taken. */
  readonly mime?: string;
};

/** Bytes that are enough to tell. */
export const HEAD_BYTES = 64;

type Signature = FileFormat & { readonly is: (text: string) => boolean };

const startsWith =
  (...starts: string[]) =>
  (text: string): boolean =>
    starts.some((start) => text.startsWith(start));

/** The brands of an ISO base media file, after the length and name of its first box. */
const isBrand =
  (...brands: string[]) =>
  (text: string): boolean =>
    text.slice(4, 8) === 'ftyp' && brands.some((brand) => text.slice(8, 40).includes(brand));

const SIGNATURES: readonly Signature[] = [
  { title: 'PNG', mime: 'image/png', is: startsWith('\x89PNG\r\n\x1a\n') },
  { title: 'JPEG', mime: 'image/jpeg', is: startsWith('\xff\xd8\xff') },
  {
    title: 'WebP',
    mime: 'image/webp',
    is: (text) => text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP',
  },
  { title: 'AVIF', mime: 'image/avif', is: isBrand('avif', 'avis') },
  { title: 'HEIC', is: isBrand('heic', 'heix', 'hevc', 'mif1') },
  { title: 'GIF', is: startsWith('GIF87a', 'GIF89a') },
  { title: 'TIFF', is: startsWith('II*\0', 'MM\0*') },
  { title: 'BMP', is: startsWith('BM') },
  { title: 'Photoshop', is: startsWith('8BPS') },
  { title: 'PDF', is: startsWith('%PDF') },
  { title: 'SVG', is: (text) => /^\s*(<\?xml[^>]*>\s*)?<svg[\s>]/.test(text) },
  { title: 'WAV', is: (text) => text.startsWith('RIFF') && text.slice(8, 12) === 'WAVE' },
  { title: 'FLAC', is: startsWith('fLaC') },
  { title: 'Ogg', is: startsWith('OggS') },
  { title: 'WebM', is: startsWith('\x1aE\xdf\xa3') },
  { title: 'MP4', is: isBrand('') },
];

/** @param head the first `HEAD_BYTES` bytes of the file. */
export function formatOf(head: Uint8Array): FileFormat | undefined {
  const text = String.fromCharCode(...head);
  return SIGNATURES.find(({ is }) => is(text));
}
