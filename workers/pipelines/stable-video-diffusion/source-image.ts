import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RgbImage } from '../../image/rgb-image';
import { StudioError } from '../../protocol/errors';
import type { SourceImage } from './request';

/** The source picture from the folder that a job writes to. Throws `bad-request` if it is not whole. */
export async function readSourceImage(
  folder: string,
  { file, name, width, height }: SourceImage,
): Promise<RgbImage> {
  const data = await readFile(join(folder, file)).catch(() => undefined);
  if (data?.length === width * height * 3) return { width, height, data };
  const what = data === undefined ? 'is no longer there' : 'is damaged';
  throw new StudioError('bad-request', `The picture ${name} ${what}: choose it again.`);
}
