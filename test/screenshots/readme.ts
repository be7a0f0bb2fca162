import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** Pictures of the tour, as the README names them. */
const SHOWN = ['create-result', 'compare', 'telemetry'];

/** Makes the README's pictures, both colour schemes, of those that the tour has just taken. */
export async function updateReadmePictures(taken: string, shown: string): Promise<void> {
  await mkdir(shown, { recursive: true });
  for (const name of SHOWN) {
    for (const scheme of ['light', 'dark']) {
      const picture = `${name}-${scheme}`;
      await sharp(join(taken, `${picture}.png`))
        .webp({ quality: 88, effort: 6 })
        .toFile(join(shown, `${picture}.webp`));
    }
  }
}
