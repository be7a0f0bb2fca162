/** Files that come into the window: pictures for the form, and results whose settings come back. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Studio, startStudio, visit } from './browser';
import { dragFiles, dropPictures } from './drag';

const generateButton = (page: Page) => page.getByRole('button', { name: /Generate|Add to the queue/ });
const prompt = (page: Page) => page.getByRole('textbox', { name: 'Prompt', exact: true });
const pictures = (page: Page) => page.getByRole('list', { name: 'Pictures' }).getByRole('listitem');

/** What of the picture its frame shows, as shares of its size: left, top, width, height. */
const shownPart = (page: Page): Promise<number[]> =>
  page
    .locator('form svg[role="img"]')
    .first()
    .evaluate((frame: SVGSVGElement) => {
      const { width, height } = frame.viewBox.baseVal;
      const image = frame.querySelector('image');
      if (image === null) return [];
      const [x, y] = [image.x.baseVal.value, image.y.baseVal.value];
      const [across, down] = [image.width.baseVal.value, image.height.baseVal.value];
      return [-x / across, -y / down, width / across, height / down].map(
        (share) => Math.round(share * 100) / 100 || 0,
      );
    });

async function saveAs(page: Page, format: string): Promise<void> {
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog');
  const save = dialog.getByRole('button', { name: 'Save…' });
  await expect.poll(() => save.isEnabled()).toBe(true);
  await page.getByRole('radio', { name: new RegExp(`^${format}`) }).click();
  await save.click();
  await page.getByText(/^Saved as/).waitFor();
  await dialog.waitFor({ state: 'hidden' });
}

/** Drops the first file that was saved, under a name that says nothing. */
async function dropSaved(page: Page): Promise<void> {
  const bytes = await page.evaluate(async () => {
    const [parts = []] = window.studioRecord?.files.values() ?? [];
    return [...new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer())];
  });
  await dragFiles(page, [{ name: 'file', bytes }]);
}

describe('files that come into the window', { timeout: 120_000 }, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(() => studio?.close());

  it('what a crop keeps follows pointer and keys, and is what is made', () =>
    visit(studio, { speed: 20 }, async (page) => {
      // 200 by 200 pixels for a clip of 2 to 1.
      await dropPictures(page, ['boat.png', 'tower.png']);
      await pictures(page).filter({ hasText: 'tower' }).click();
      expect(await shownPart(page)).toEqual([0, 0.25, 1, 0.5]);
      const slider = page.getByRole('slider', { name: 'What the crop keeps, from top to bottom' });
      await slider.press('Home');
      await expect.poll(() => shownPart(page)).toEqual([0, 0, 1, 0.5]);
      const box = await page.locator('form svg[role="img"]').first().boundingBox();
      if (box === null) throw new Error('There is no frame.');
      const centre = [box.x + box.width / 2, box.y + box.height / 2] as const;
      await page.mouse.move(...centre);
      await page.mouse.down();
      await page.mouse.move(centre[0], centre[1] - 400, { steps: 8 });
      await page.mouse.up();
      await expect.poll(() => shownPart(page)).toEqual([0, 0.5, 1, 0.5]);
      await page.getByText('Pad', { exact: true }).click();
      await expect.poll(() => shownPart(page)).toEqual([-0.5, 0, 2, 1]);
      await page.getByText('Crop', { exact: true }).click();
      await generateButton(page).click();
      await page.getByRole('toolbar', { name: 'Player' }).waitFor();
      const put = await page.evaluate(() =>
        (window.studioRecord?.requests ?? [])
          .filter(({ name }) => name === 'pictures.put')
          .map(({ params }) => params as { width: number; height: number; rgb: Uint8Array })
          .map(({ width, height, rgb }) => [width, height, rgb.length]),
      );
      expect(put).toEqual([
        [160, 80, 160 * 80 * 3],
        [200, 100, 200 * 100 * 3],
      ]);
    }));

  it('pictures are chosen, added, removed, and there again when the window comes back', () =>
    visit(studio, {}, async (page) => {
      await dropPictures(page, ['boat.png']);
      const chosen = {
        name: 'chosen.png',
        mimeType: 'image/png',
        buffer: Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
          'base64',
        ),
      };
      await page.locator('form input[type="file"]').last().setInputFiles(chosen);
      await page.getByText('chosen.png has 1 x 1 pixels: choose one of at least 8 x 8.').waitFor();
      expect(await pictures(page).count()).toBe(1);
      await dropPictures(page, ['one.png', 'two.png', 'three.png']);
      await page.getByText('3 pictures: each becomes a clip of its own.').waitFor();
      await page.getByRole('button', { name: 'Remove two.png' }).click();
      expect(await pictures(page).count()).toBe(2);
      // The form is remembered a moment after it has changed.
      await page.waitForTimeout(600);
      await page.reload();
      await expect.poll(() => pictures(page).allInnerTexts()).toHaveLength(2);
      await expect.poll(() => shownPart(page)).not.toEqual([]);
      await expect.poll(() => generateButton(page).isEnabled()).toBe(true);
      for (const name of ['one.png', 'three.png']) {
        await page.getByRole('button', { name: `Remove ${name}` }).click();
      }
      await page.getByText('Choose a picture first, or drop one.').waitFor();
    }));

  it('says what is missing when no model takes pictures', () =>
    visit(studio, { noModels: true }, async (page) => {
      await dragFiles(page, [{ name: 'boat.png', bytes: [1, 2, 3] }]);
      await page.getByText('No model here makes videos from pictures: add one on the Models page.').waitFor();
    }));

  it('leaves text that is dragged or pasted to the field that it is for', () =>
    visit(studio, {}, async (page) => {
      const taken = await prompt(page).evaluate((field) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.setData('text/uri-list', 'https://example.org/');
        dataTransfer.setData('text/plain', 'https://example.org/');
        const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
        field.dispatchEvent(drop);
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', 'a boat');
        const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        field.dispatchEvent(paste);
        return drop.defaultPrevented || paste.defaultPrevented;
      });
      expect(taken).toBe(false);
      expect(await page.getByRole('alert').count()).toBe(0);
    }));

  it('leaves cells of a spreadsheet, which come as text and as a picture, to the field that they are for', () =>
    visit(studio, {}, async (page) => {
      const paste = (target: Locator): Promise<void> =>
        target.evaluate((element) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/plain', 'a boat');
          clipboardData.items.add(new File([Uint8Array.of(1)], 'image.png', { type: 'image/png' }));
          element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
        });
      await paste(prompt(page));
      await page.waitForTimeout(500);
      expect(await page.getByRole('alert').count()).toBe(0);
      await paste(page.locator('main'));
      await page.getByRole('alert').filter({ hasText: 'That could not be used' }).waitFor();
    }));

  it.each(['MP4', 'WebM VP9', 'Animated WebP', 'GIF', 'PNG frames'])(
    '%s brings back what made it',
    (format) =>
      visit(studio, { speed: 20 }, async (page) => {
        await prompt(page).fill('a “red” balloon < & 気球');
        await page.getByRole('textbox', { name: 'Steps' }).fill('12');
        await generateButton(page).click();
        await page.getByRole('toolbar', { name: 'Player' }).waitFor();
        await saveAs(page, format);
        await prompt(page).fill('something else');
        await page.getByRole('textbox', { name: 'Steps' }).fill('40');
        await dropSaved(page);
        await page.getByText('The settings of that file are in the form.').waitFor();
        expect(await prompt(page).inputValue()).toBe('a “red” balloon < & 気球');
        expect(await page.getByRole('textbox', { name: 'Steps' }).inputValue()).toBe('12');
      }),
  );

  it.each(['WAV, 24 bit', 'FLAC', 'Opus'])('a sound as %s brings back what made it', (format) =>
    visit(studio, { sounds: 1 }, async (page) => {
      await page.getByRole('navigation').getByRole('button', { name: 'Library' }).click();
      await page.getByRole('button', { name: /^Open “a piano/ }).click();
      await page.getByRole('button', { name: 'Open in Create' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await saveAs(page, format);
      await page.getByText('Text → Video').click();
      await dropSaved(page);
      await page.getByText(/^The settings of that file are in the form\./).waitFor();
      expect(await prompt(page).inputValue()).toMatch(/^a piano/);
    }),
  );

  it('settings beside a file come back as well, and say what is not here', () =>
    visit(studio, {}, async (page) => {
      const request = {
        ...{ kind: 'image-to-video', seed: 5, steps: 9, frames: 14, width: 128, height: 64, fps: 7 },
        ...{ minGuidanceScale: 1, maxGuidanceScale: 3, motionBucketId: 40, noiseAugStrength: 0.1 },
        ...{ decodeChunk: 7, image: { file: 'a.rgb', name: 'lake.jpg', width: 128, height: 64 } },
      };
      const settings = {
        ...{ application: 'ParaStep Studio', version: '9.0.0', later: true },
        ...{ model: { id: 'elsewhere', title: 'Another SVD' }, result: 'unknown', request },
        parallelism: { devices: ['cpu:0'], degree: 1, warmup: 0, cooldown: 0, reuse: 'own' },
      };
      const bytes = [...new TextEncoder().encode(JSON.stringify(settings))];
      await dragFiles(page, [{ name: 'lake.mp4.json', bytes }]);
      await page
        .getByText(
          'The settings of that file are in the form. Its model, Another SVD, is not here: choose another. Its picture, lake.jpg, is not in the library: drop it again.',
        )
        .waitFor();
      expect(await page.getByRole('textbox', { name: 'Motion' }).inputValue()).toBe('40');
      await page.getByText('Choose a model first.').waitFor();
    }));
});
