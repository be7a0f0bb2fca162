import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { MAX_SOURCE_SIDE, StudioError } from '../../workers/api';
import { cropRectangle, type Extent, type Fit, type Focus, padding, scaled } from './framing';

/** An opaque sRGB picture: 8 bits a channel, `[height, width, 3]`. */
export type Picture = Extent & {
  /** What the user knows it by. */
  readonly name: string;
  readonly data: Uint8Array;
};

export type Framing = {
  readonly fit: Fit;
  readonly focus: Focus;
  /** Of the clip. */
  readonly shape: Extent;
};

const FORMATS = new Set(['png', 'jpeg', 'webp', 'heif']);
const MAX_PIXELS = 100_000_000;
const LEAST_SIDE = 8;
const NO_BARS = { left: 0, right: 0, top: 0, bottom: 0 };

/**
 * Reads a PNG, JPEG, WebP or AVIF file: upright by its EXIF orientation, in sRGB by its colour profile, on white
 * where it is transparent, framed for a clip. The header is checked before anything is decoded. Throws `bad-request`.
 */
export async function readPicture(path: string, { fit, focus, shape }: Framing): Promise<Picture> {
  const name = basename(path).slice(0, 255);
  const whole = checkHeader(path, await readHeader(path));
  try {
    const upright = sharp(path, { limitInputPixels: MAX_PIXELS, failOn: 'truncated' })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb');
    const { data, info } = await framed(upright, whole, fit, focus, shape)
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
  if ((pages ?? 1) > 1) throw refused(`${path} is animated: save one frame of it as a picture.`);
  const { width, height } = autoOrient;
  const size = `${path} has ${width} x ${height} pixels`;
  if (width * height > MAX_PIXELS) {
    throw refused(`${size}: make it smaller, to ${MAX_PIXELS / 1e6} million pixels at most.`);
  }
  if (Math.min(width, height) < LEAST_SIDE) {
    throw refused(`${size}: choose one of at least ${LEAST_SIDE} x ${LEAST_SIDE}.`);
  }
  return { width, height };
}

function framed(image: Sharp, whole: Extent, fit: Fit, focus: Focus, shape: Extent): Sharp {
  const part = fit === 'crop' ? cropRectangle(whole, shape, focus) : { ...whole, left: 0, top: 0 };
  const bars = fit === 'pad' ? padding(part, shape) : NO_BARS;
  const longest = Math.max(part.width + bars.left + bars.right, part.height + bars.top + bars.bottom);
  const kept = scaled(part, Math.min(1, MAX_SOURCE_SIDE / longest));
  const cut = fit === 'crop' ? image.extract(part) : image;
  const sized = kept.width === part.width ? cut : cut.resize({ ...kept, fit: 'fill' });
  return fit === 'pad' ? sized.extend({ ...padding(kept, shape), background: '#000000' }) : sized;
}

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
