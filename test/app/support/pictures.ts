/** Pictures, and how they come into the window of the real app. */
import { basename } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { expect } from 'vitest';
import { dragOver } from './dragging';
import { chooseMode, chooseModel } from './form';
import type { RunningApp } from './running-app';

export { dragOver, drop } from './dragging';

/** A picture without symmetry: every crop of it is another. */
export function scene(width: number, height: number): Sharp {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return [(255 * x) / width, (255 * y) / height, 128 + 127 * Math.sin(x / 9 + y / 5)][i % 3] ?? 0;
  });
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Has pictures become clips of the tiny model, whose bundle is `svd-tiny`. */
export async function chooseTinyModel(app: RunningApp): Promise<void> {
  await chooseMode(app, 'Image → Video');
  await chooseModel(app, 'Tiny Stable Video Diffusion');
}

/** The pictures in the form, as rows of name, size and a button. */
export const pictureRows = ({ page }: RunningApp) =>
  page.getByRole('list', { name: 'Pictures' }).getByRole('listitem');

export const pictureNames = async (app: RunningApp): Promise<string[]> =>
  (await pictureRows(app).allInnerTexts()).map((text) => text.split('\n')[0] ?? '');

/** Drops pictures, once the window says that it will take them, and waits until the form has them. */
export async function dropPictures(app: RunningApp, ...files: string[]): Promise<void> {
  const release = await dragOver(app, files);
  await app.page.getByText('Drop to make a video of it').waitFor();
  await release();
  await expect.poll(() => pictureNames(app)).toEqual(files.map((path) => basename(path)));
}
