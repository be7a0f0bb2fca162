import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { MAX_SOURCE_SIDE, StudioError } from '../../workers/api';
import { type Extent, extentProblem, type Framing, planFraming } from '../contract/framing';

/** An opaque sRGB picture: 8 bits a channel, `[height, width, 3]`. */
export type Picture = Extent & {
  /** What the user knows it by. */
  readonly name: string;
  readonly data: Uint8Array;
};

const HEAD_BYTES = 64 * 1024;
const FORMATS = new Set(['png', 'jpeg', 'webp', 'heif']);

/**
 * Reads a PNG, JPEG, WebP or AVIF file: upright by its EXIF orientation, in sRGB by its colour profile, on white
 * where it is transparent, framed for a clip. The header is checked before anything is decoded. Throws `bad-request`.
 */
export async function readPicture(path: string, framing: Framing): Promise<Picture> {
  const name = basename(path).slice(0, 255);
  const header = await readHeader(path);
  const whole = checkHeader(path, header);
  try {
    const upright = sharp(path, { limitInputPixels: whole.width * whole.height, failOn: 'truncated' })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb');
    const { data, info } = await framed(upright, whole, framing)
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { name, width: info.width, height: info.height, data: threeChannels(data, info.channels) };
  } catch (error) {
    throw refused(`${path} is damaged or cut short: choose another copy of it.`, error);
  }
}

async function readHeader(path: string): Promise<Metadata> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw refused(`${path} is a folder: name one picture in it.`);
  if (found === undefined) {
    throw refused(
      /^[a-z]+:\/\//i.test(path)
        ? `${path} is a link: save the picture to a file and name that.`
        : `There is no picture at ${path}: check the path.`,
    );
  }
  if (isAnimation(await headOf(path))) throw animated(path);
  return sharp(path, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw refused(`${path} is not a picture that can be read: use PNG, JPEG, WebP or AVIF.`, error);
    });
}

/** The extent of a picture once it stands upright. Refuses what would be too large to decode or is no still picture. */
function checkHeader(path: string, { format, pages, autoOrient }: Metadata): Extent {
  if (!FORMATS.has(format)) {
    throw refused(`${path} is a ${format.toUpperCase()} file: use PNG, JPEG, WebP or AVIF.`);
  }
  if ((pages ?? 1) > 1) throw animated(path);
  const { width, height } = autoOrient;
  const problem = extentProblem({ width, height });
  if (problem !== undefined) throw refused(`${path} ${problem}`);
  return { width, height };
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path).catch((error: unknown) => {
    throw refused(`${path} cannot be read: check who may read it.`, error);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Of what the decoder does not count as frames: it shows an animated PNG's first, and knows no AVIF sequence. */
function isAnimation(head: Buffer): boolean {
  if (head.toString('latin1', 4, 8) === 'ftyp') {
    const brands = head.toString('latin1', 8, head.readUInt32BE(0));
    return brands.includes('avis');
  }
  if (head.toString('latin1', 1, 4) !== 'PNG') return false;
  // The chunk stands before the first pixels.
  const control = head.indexOf('acTL');
  const pixels = head.indexOf('IDAT');
  return control >= 0 && (pixels < 0 || control < pixels);
}

const animated = (path: string): StudioError =>
  refused(`${path} is animated: save one frame of it as a picture.`);

function framed(image: Sharp, whole: Extent, framing: Framing): Sharp {
  const { part, size, bars } = planFraming(whole, framing, MAX_SOURCE_SIDE);
  const cut = framing.fit === 'crop' ? image.extract(part) : image;
  const sized = size.width === part.width ? cut : cut.resize({ ...size, fit: 'fill' });
  return framing.fit === 'pad' ? sized.extend({ ...bars, background: '#000000' }) : sized;
}

/** The same picture as a file. */
export const pngOf = ({ data, width, height }: Picture): Promise<Uint8Array> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

/** Grey pictures have one channel. */
function threeChannels(data: Buffer, channels: number): Uint8Array {
  if (channels === 3) return data;
  const out = new Uint8Array((data.length / channels) * 3);
  for (let pixel = 0; pixel < data.length / channels; pixel++)
    out.fill(data[pixel * channels] ?? 0, pixel * 3, pixel * 3 + 3);
  return out;
}

const refused = (message: string, cause?: unknown): StudioError =>
  new StudioError('bad-request', message, cause === undefined ? {} : { detail: String(cause) });
