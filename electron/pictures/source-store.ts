import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { outputError, type SourceImage, StudioError, writeWhole } from '../../workers/api';
import type { FramedPicture } from '../contract';

/** The picture that a video was made from, in the folder of its job. */
export const SOURCE_FILE = 'source.png';

/** A picture is kept a moment before the job that needs it is asked for. */
const LEAST_AGE_MS = 10 * 60_000;
const NAME = /^([0-9a-f]{32})\.(rgb|png)$/;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The framed pictures of jobs that have not run yet. Each lies there once, under the hash of its content, as the
 * raw pixels that a job reads and as the PNG that stays with its result.
 */
export class SourceStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Answers with the name that a request gives the picture. */
  async put({ width, height, rgb, png }: FramedPicture): Promise<{ readonly file: string }> {
    if (!isPng(png, width, height)) {
      throw new StudioError('bad-request', 'The picture cannot be used: its PNG is another picture.');
    }
    const name = createHash('sha256').update(`${width}x${height}`).update(rgb).digest('hex').slice(0, 32);
    try {
      await mkdir(this.#folder, { recursive: true });
    } catch (error) {
      throw outputError(this.#folder, error);
    }
    await writeWhole(join(this.#folder, `${name}.png`), png);
    await writeWhole(join(this.#folder, `${name}.rgb`), rgb);
    return { file: `${name}.rgb` };
  }

  /** Throws `bad-request` if the picture of a request is not here. */
  async check(image: SourceImage): Promise<void> {
    const pixels = await stat(this.#path(image, 'rgb')).catch(() => undefined);
    if (pixels?.size !== image.width * image.height * 3) throw gone(image.name);
  }

  /** Puts the picture into the folder of the job that is made from it. */
  async place(image: SourceImage, folder: string): Promise<void> {
    await this.check(image);
    try {
      await copyFile(this.#path(image, 'rgb'), join(folder, image.file));
      await copyFile(this.#path(image, 'png'), join(folder, SOURCE_FILE));
    } catch (error) {
      throw outputError(folder, error);
    }
  }

  png(image: SourceImage): Promise<Uint8Array<ArrayBuffer>> {
    return readPng(this.#path(image, 'png'), image.name);
  }

  /** Forgets the pictures that no job needs, but for the newest, whose jobs may be on their way. */
  async forgetOthers(needed: readonly SourceImage[]): Promise<void> {
    const kept = new Set(needed.map(({ file }) => file.replace(/\.rgb$/, '')));
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const path = join(this.#folder, name);
      const [, picture = ''] = NAME.exec(name) ?? [];
      const found = await stat(path).catch(() => undefined);
      if (kept.has(picture) || found === undefined || Date.now() - found.mtimeMs < LEAST_AGE_MS) continue;
      await rm(path, { force: true, recursive: true });
    }
  }

  #path({ file, name }: SourceImage, kind: 'rgb' | 'png'): string {
    const [, picture] = NAME.exec(file) ?? [];
    if (picture === undefined) throw gone(name);
    return join(this.#folder, `${picture}.${kind}`);
  }
}

/** The picture in a result's folder. */
export const readSource = (folder: string, name: string): Promise<Uint8Array<ArrayBuffer>> =>
  readPng(join(folder, SOURCE_FILE), name);

async function readPng(path: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readFile(path).catch(() => {
    throw gone(name);
  });
  return new Uint8Array(bytes);
}

/** The header of a PNG begins with its width and height. */
function isPng(png: Uint8Array, width: number, height: number): boolean {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return false;
  return bytes.readUInt32BE(16) === width && bytes.readUInt32BE(20) === height;
}

const gone = (name: string): StudioError =>
  new StudioError('bad-request', `The picture ${name} is no longer here: choose it again.`);
