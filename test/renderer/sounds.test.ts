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

const panelOf = (page: Page, place: number) =>
  page
    .getByRole('radiogroup', { name: 'Variant' })
    .locator('> div')
    .nth(place - 1);

/** Drags over a variant's waveform, from and to shares of it. */
async function choose(page: Page, place: number, from: number, to: number): Promise<void> {
  const panel = panelOf(page, place);
  const wave = panel.locator('canvas').first();
  await wave.waitFor();
  const box = await panel.locator('[part="wrapper"]').boundingBox();
  if (box === null) throw new Error('There is no waveform.');
  const y = box.y + 20;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + ((from + to) / 2) * box.width, y, { steps: 5 });
  await page.mouse.move(box.x + to * box.width, y, { steps: 5 });
  await page.mouse.up();
}

const chooseMiddle = (page: Page, place: number): Promise<void> => choose(page, place, 1 / 4, 3 / 4);

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

  it('has its stretch marked, and plays it, when the window comes back to it', () =>
    visit(studio, { sounds: VARIANTS }, async (page) => {
      await openSound(page);
      await chooseMiddle(page, 2);
      await page.getByRole('button', { name: /^Loops/ }).waitFor();
      for (const name of ['Library', 'Create']) {
        await page.getByRole('navigation').getByRole('button', { name }).click();
        await page.getByRole('heading', { level: 1, name }).waitFor();
      }
      const mark = panelOf(page, 2).locator('[part^="region "]');
      await mark.waitFor();
      const [marked, whole] = await Promise.all([
        mark.boundingBox(),
        panelOf(page, 2).locator('[part="wrapper"]').boundingBox(),
      ]);
      // The mark has handles and the drag is in whole pixels.
      expect(Math.abs((marked?.width ?? Number.NaN) - (whole?.width ?? Number.NaN) / 2)).toBeLessThan(12);
      await page.getByRole('button', { name: 'Play variant 2' }).click();
      await panelOf(page, 2)
        .getByText(/^(0\.[5-9]|1\.[0-4])\d \/ 2\.00 s/)
        .waitFor();
    }));

  it('plays a stretch that reaches its end over and over', () =>
    visit(studio, { sounds: VARIANTS }, async (page) => {
      await openSound(page);
      await choose(page, 1, 3 / 4, 1.02);
      await page.getByRole('button', { name: /^Loops 1\.\d\d–2\.00 s/ }).waitFor();
      await page.getByRole('button', { name: 'Play variant 1' }).click();
      await page.getByRole('button', { name: 'Pause variant 1' }).waitFor();
      // Several times its half second.
      await page.waitForTimeout(2000);
      expect(await page.getByRole('button', { name: 'Pause variant 1' }).count()).toBe(1);
      await panelOf(page, 1)
        .getByText(/^1\.[5-9]\d \/ 2\.00 s/)
        .waitFor();
    }));

  it('has what there is to say of it above its variants in a small window', () =>
    visit(
      studio,
      { sounds: VARIANTS, notices: ['The prompt was cut after 77 tokens.'] },
      async (page) => {
        await openSound(page);
        const notice = page.getByRole('region', { name: 'Stage' }).getByText('The prompt was cut');
        const [said, variants] = await Promise.all([
          notice.boundingBox(),
          page.getByRole('radiogroup', { name: 'Variant' }).boundingBox(),
        ]);
        expect((said?.y ?? Number.NaN) + (said?.height ?? Number.NaN)).toBeLessThanOrEqual(
          variants?.y ?? Number.NaN,
        );
      },
      { width: 900, height: 600 },
    ));

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
