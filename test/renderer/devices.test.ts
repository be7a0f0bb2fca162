/** What a user does with the picture of the machine, and with the telemetry of its devices. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Studio, startStudio, visit } from './browser';

describe('devices in the window', { timeout: 120_000 }, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(() => studio?.close());

  it('a click on one narrows the page to it, and another click widens it again', () =>
    visit(studio, { devices: 3 }, async (page) => {
      await page.getByRole('navigation').getByRole('button', { name: 'Devices' }).click();
      const device = (id: string) =>
        page.getByRole('region', { name: 'Topology' }).getByRole('group', { name: new RegExp(`^${id}:`) });
      const rows = page.getByRole('rowheader', { name: /^cpu:/ });
      await expect.poll(() => rows.count()).toBe(3);
      await device('cpu:1').click();
      await page.getByText('Shown: cpu:1 alone.').waitFor();
      expect(await rows.allTextContents()).toEqual(['cpu:1']);
      await device('cpu:2').click();
      await page.getByText('Shown: cpu:2 alone.').waitFor();
      await device('cpu:2').click();
      await expect.poll(() => rows.count()).toBe(3);
    }));

  it('say why what they did before could not be read', () =>
    visit(studio, { runningAt: 20, refuse: { 'telemetry.ofJob': 'The file is damaged.' } }, async (page) => {
      await page.getByRole('button', { name: 'Telemetry', exact: true }).click();
      await page.getByRole('alert').filter({ hasText: 'The file is damaged.' }).waitFor();
    }));
});
