/** Joins still WebP pictures into an animated one (container specification: VP8X, ANIM, one ANMF a frame). */
import { type Chunk, joinChunks, webpChunks, webpFile } from './riff';

export type WebpFrame = {
  /** A still WebP file of the animation's size. */
  readonly picture: Uint8Array;
  readonly milliseconds: number;
};

export type WebpAnimation = {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly WebpFrame[];
  /** An XMP packet. */
  readonly metadata: string | null;
};

const FLAG_ANIMATION = 0x02;
const FLAG_XMP = 0x04;
/** Each frame covers the one before whole, so nothing is blended. */
const NO_BLENDING = 0x02;
const PICTURE_CHUNKS: readonly string[] = ['VP8 ', 'VP8L'];

function setUint24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 0xff;
  bytes[at + 1] = (value >> 8) & 0xff;
  bytes[at + 2] = (value >> 16) & 0xff;
}

function canvasChunk({ width, height, metadata }: WebpAnimation): Chunk {
  const data = new Uint8Array(10);
  data[0] = FLAG_ANIMATION | (metadata === null ? 0 : FLAG_XMP);
  setUint24(data, 4, width - 1);
  setUint24(data, 7, height - 1);
  return { name: 'VP8X', data };
}

/** Background colour and number of loops, both zero: no colour, for ever. */
const animationChunk: Chunk = { name: 'ANIM', data: new Uint8Array(6) };

function frameChunk({ width, height }: WebpAnimation, { picture, milliseconds }: WebpFrame): Chunk {
  const pictures = webpChunks(picture).filter(({ name }) => PICTURE_CHUNKS.includes(name));
  if (pictures.length !== 1) throw new Error('A frame of the animation has no picture.');
  const body = joinChunks(pictures);
  const data = new Uint8Array(16 + body.length);
  setUint24(data, 6, width - 1);
  setUint24(data, 9, height - 1);
  setUint24(data, 12, milliseconds);
  data[15] = NO_BLENDING;
  data.set(body, 16);
  return { name: 'ANMF', data };
}

export function webpAnimation(animation: WebpAnimation): Uint8Array {
  const { frames, metadata } = animation;
  const xmp: Chunk[] = metadata === null ? [] : [{ name: 'XMP ', data: new TextEncoder().encode(metadata) }];
  return webpFile([
    canvasChunk(animation),
    animationChunk,
    ...frames.map((frame) => frameChunk(animation, frame)),
    ...xmp,
  ]);
}

const escapeXml = (text: string): string =>
  text.replace(/[<>&]/g, (sign) => (sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : '&amp;'));

/** A description as an XMP packet. */
export const xmpPacket = (description: string): string =>
  [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(description)}</rdf:li></rdf:Alt></dc:description>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('');
