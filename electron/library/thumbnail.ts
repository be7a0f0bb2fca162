import { access, open } from 'node:fs/promises';
import { join } from 'node:path';
import { nativeImage } from 'electron';
import { type AudioMedia, type Media, type VideoMedia, writeWhole } from '../../workers/api';
import { FRAMES_FILE, SOUNDS_FILE, THUMBNAIL_FILE } from './result-folder';
import { drawWaveform } from './waveform-picture';

/** Longest side, enough for a card on a display of scale 2. */
const LARGEST_SIDE = 480;

/** Writes a small PNG that stands for the result, unless there is one: of a video the middle frame, of a sound its waveform. */
export async function ensureThumbnail(folder: string, media: Media): Promise<void> {
  const path = join(folder, THUMBNAIL_FILE);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) return;
  await writeWhole(path, await picture(folder, media));
}

async function picture(folder: string, media: Media): Promise<Buffer> {
  switch (media.kind) {
    case 'video': {
      const rgb = await readFrame(join(folder, FRAMES_FILE), media, Math.floor(media.frames / 2));
      return encodePng(rgb, media);
    }
    case 'audio': {
      const picture = drawWaveform(await readFirstSound(join(folder, SOUNDS_FILE), media));
      return encodePng(picture.rgb, picture);
    }
  }
}

async function readFrame(path: string, { width, height }: VideoMedia, index: number): Promise<Uint8Array> {
  const rgb = new Uint8Array(width * height * 3);
  const file = await open(path, 'r');
  try {
    await file.read(rgb, 0, rgb.length, index * rgb.length);
  } finally {
    await file.close();
  }
  return rgb;
}

/** The best of the variants. */
async function readFirstSound(path: string, { samples }: AudioMedia): Promise<Float32Array> {
  const bytes = new Uint8Array(samples * Float32Array.BYTES_PER_ELEMENT);
  const file = await open(path, 'r');
  try {
    await file.read(bytes, 0, bytes.length, 0);
  } finally {
    await file.close();
  }
  return new Float32Array(bytes.buffer);
}

function encodePng(rgb: Uint8Array, { width, height }: Pick<VideoMedia, 'width' | 'height'>): Buffer {
  const image = nativeImage.createFromBitmap(toBgra(rgb), { width, height });
  const scale = LARGEST_SIDE / Math.max(width, height);
  return (scale < 1 ? image.resize({ width: Math.round(width * scale) }) : image).toPNG();
}

/** Electron's bitmaps are blue first on every platform that this app runs on. */
function toBgra(rgb: Uint8Array): Buffer {
  const bgra = Buffer.alloc((rgb.length / 3) * 4, 255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    bgra[to] = rgb[from + 2] as number;
    bgra[to + 1] = rgb[from + 1] as number;
    bgra[to + 2] = rgb[from] as number;
  }
  return bgra;
}
