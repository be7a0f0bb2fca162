/** How the form is filled and sent off. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requests, type Studio, startStudio, visit } from './browser';

const prompt = (page: Page) => page.getByRole('textbox', { name: 'Prompt', exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name });

describe('the form in the window', { timeout: 120_000 }, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(() => studio?.close());

  it('keeps the point of a number while its last digit is changed', () =>
    visit(studio, {}, async (page) => {
      const guidance = page.getByRole('textbox', { name: 'Guidance' });
      await guidance.fill('3.5');
      for (const key of ['End', 'Backspace', '2']) await guidance.press(key);
      expect(await guidance.inputValue()).toBe('3.2');
    }));

  it('is sent off once, however long its keys are held down', () =>
    visit(studio, {}, async (page) => {
      await prompt(page).fill('a red balloon');
      await expect.poll(() => button(page, 'Generate').isEnabled()).toBe(true);
      await page.keyboard.down('Control');
      await page.keyboard.down('Enter');
      await button(page, 'Add to the queue').waitFor();
      for (let i = 0; i < 3; i++) await page.keyboard.down('Enter');
      await page.waitForTimeout(300);
      expect(await requests(page, 'queue.add')).toHaveLength(1);
      await page.keyboard.up('Enter');
      await page.keyboard.press('Enter');
      await expect.poll(() => requests(page, 'queue.add')).toHaveLength(2);
    }));

  it('says that a job waits for the benchmark that is running, and so does the job', () =>
    visit(studio, { measuring: true, speed: 20 }, async (page) => {
      await prompt(page).fill('a red balloon');
      const sentence = page.getByText(/^It starts when the benchmark has ended\./);
      await expect.poll(() => sentence.count()).toBe(1);
      await button(page, 'Add to the queue').click();
      await expect.poll(() => sentence.count()).toBe(2);
      await page.getByRole('navigation').getByRole('button', { name: 'Benchmark' }).click();
      await button(page, 'Stop').click();
      await page.getByRole('navigation').getByRole('button', { name: 'Create' }).click();
      await page.getByRole('toolbar', { name: 'Player' }).waitFor();
    }));
});
