/** What a user does with a finished sound, in the built page on the fake bridge. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Studio, startStudio, visit } from './browser';
import { SOUND_RATE, SOUND_SECONDS } from './fake/sounds';

const VARIANTS = 3;

async function openSound(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Library' }).click();
  await page.getByRole('button', { name: /^Open “a piano/ }).click();
  await page.getByRole('button', { name: 'Open in Create' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^Play/ }).first().waitFor();
}

const variant = (page: Page, place: number) =>
  page.getByRole('radio', { name: new RegExp(`^${place} · fit`) });

/** Drags over the middle half of a variant's waveform. */
async function chooseMiddle(page: Page, place: number): Promise<void> {
  const panel = page
    .getByRole('radiogroup', { name: 'Variant' })
    .locator('> div')
    .nth(place - 1);
  const wave = panel.locator('canvas').first();
  await wave.waitFor();
  const box = await panel.locator('[part="wrapper"]').boundingBox();
  if (box === null) throw new Error('There is no waveform.');
  const y = box.y + 20;
  await page.mouse.move(box.x + box.width / 4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, y, { steps: 5 });
  await page.mouse.move(box.x + (3 * box.width) / 4, y, { steps: 5 });
  await page.mouse.up();
}

type Heard = {
  readonly seconds: number;
  readonly hertz: number;
  readonly peak: number;
  readonly text: string;
};

/** The file that was written, decoded by the browser. */
const savedSound = (page: Page): Promise<Heard> =>
  page.evaluate(async (rate) => {
    const [parts = []] = window.studioRecord?.files.values() ?? [];
    const file = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
    const text = new TextDecoder('latin1').decode(file);
    const decoded = await new OfflineAudioContext(1, 1, rate).decodeAudioData(file.buffer);
    const samples = decoded.getChannelData(0);
    let rises = 0;
    for (let i = 1; i < samples.length; i++) {
      if ((samples[i - 1] ?? 0) < 0 && (samples[i] ?? 0) >= 0) rises++;
    }
    const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return { seconds: decoded.duration, hertz: rises / decoded.duration, peak, text };
  }, SOUND_RATE);

async function saveAs(page: Page, format: string): Promise<Heard> {
  await page.keyboard.press('Control+s');
  const save = page.getByRole('dialog').getByRole('button', { name: 'Save…' });
  await expect.poll(() => save.isEnabled()).toBe(true);
  await page.getByRole('radio', { name: new RegExp(`^${format}`) }).click();
  await save.click();
  await page.getByText(/^Saved as/).waitFor();
  return savedSound(page);
}

describe('a sound in the window', { timeout: 120_000 }, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(() => studio?.close());

  it.each([
    ['WAV, 24 bit', 'RIFF'],
    ['WAV, 16 bit', 'RIFF'],
    ['WAV, float', 'RIFF'],
    ['FLAC', 'fLaC'],
    ['Opus', 'OggS'],
  ])('is saved as %s, whole and with its settings', (format, mark) =>
    visit(studio, { sounds: 1 }, async (page) => {
      await openSound(page);
      const { seconds, hertz, peak, text } = await saveAs(page, format);
      expect(text.slice(0, 4)).toBe(mark);
      expect(text).toContain('"application":"ParaStep Studio"');
      // Opus works in frames of 20 ms.
      expect(Math.abs(seconds - SOUND_SECONDS)).toBeLessThan(0.05);
      expect(Math.abs(hertz - 220)).toBeLessThan(5);
      expect(Math.abs(peak - 0.8)).toBeLessThan(0.05);
    }),
  );

  it('is saved as what was dragged out of the chosen variant', () =>
    visit(studio, { sounds: VARIANTS }, async (page) => {
      await openSound(page);
      expect(await page.getByRole('radio', { name: /· fit/ }).count()).toBe(VARIANTS);
      await chooseMiddle(page, 2);
      await page.getByRole('button', { name: /^Loops 0\.\d\d–1\.\d\d s · clear$/ }).waitFor();
      expect(await variant(page, 2).isChecked()).toBe(true);
      const { seconds, hertz } = await saveAs(page, 'FLAC');
      expect(Math.abs(seconds - SOUND_SECONDS / 2)).toBeLessThan(0.05);
      expect(Math.abs(hertz - 440)).toBeLessThan(5);
    }));

  it('is saved whole again once its stretch is cleared', () =>
    visit(studio, { sounds: VARIANTS }, async (page) => {
      await openSound(page);
      await chooseMiddle(page, 3);
      await page.getByRole('button', { name: /^Loops/ }).click();
      const { seconds, hertz } = await saveAs(page, 'WAV, 16 bit');
      expect(Math.abs(seconds - SOUND_SECONDS)).toBeLessThan(0.01);
      expect(Math.abs(hertz - 660)).toBeLessThan(5);
    }));

  it('plays one variant at a time, by keyboard too', () =>
    visit(studio, { sounds: 2 }, async (page) => {
      await openSound(page);
      await page.getByRole('button', { name: 'Play variant 1' }).click();
      await page.getByRole('button', { name: 'Pause variant 1' }).waitFor();
      await variant(page, 2).check();
      await page.getByRole('button', { name: 'Play variant 1' }).waitFor();
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Pause variant 2' }).waitFor();
      expect(await page.getByRole('button', { name: 'Play variant 1' }).count()).toBe(1);
    }));
});
