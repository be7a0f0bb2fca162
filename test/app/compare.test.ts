import { describe, expect, it } from 'vitest';
import type { JobDraft } from '../../electron/contract';
import { Goldens } from '../support/fixtures';
import { draft, launch, type RunningApp } from './support/app';

const sound = {
  kind: 'text-to-audio',
  prompt: 'Two children dance around a street musician',
  negativePrompt: '',
  seed: 5,
  steps: 6,
  guidanceScale: 3.5,
  seconds: 0.8,
  waveforms: 1,
} as const;

const { parallelism } = draft();
const alone = { ...parallelism, devices: ['cpu:0'], degree: 1, warmup: 0 };

/** Makes two results and opens them in the Compare page. */
async function compare(app: RunningApp, first: JobDraft, second: JobDraft): Promise<void> {
  for (const made of [first, second]) await app.finished(await app.ask('queue.add', made));
  await app.page.getByRole('button', { name: 'Library' }).click();
  const boxes = app.page.getByRole('checkbox', { name: /^Select/ });
  await expect.poll(() => boxes.count()).toBe(2);
  for (const box of await boxes.all()) await box.check();
  await app.page.getByRole('button', { name: 'Compare', exact: true }).click();
  await app.page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
}

describe('two results beside each other', () => {
  it('are measured frame by frame if they are clips, here of one device against two', async () => {
    const app = await launch();
    await compare(app, { ...draft(), parallelism: alone }, draft());
    const { page } = app;
    const frames = page.getByRole('region', { name: 'PSNR and SSIM of each frame' }).locator('tbody tr');
    await expect.poll(() => frames.count()).toBe(9);
    const first = await frames.first().textContent();
    // The tiny model is random, and its clips are near all the same.
    expect(Number(/^1(\d+\.\d) dB/.exec(first ?? '')?.[1])).toBeGreaterThan(15);
    await page.getByText(/^[AB] was denoised \d+\.\d\d× as fast as [AB]\.$|the same time/).waitFor();
  });

  it('are heard at one playhead and measured over time if they are sounds', async () => {
    const app = await launch({ env: { PARASTEP_MODELS_DIR: new Goldens('audioldm2-tiny').bundle } });
    const made = { model: 'audioldm2-tiny', request: sound, parallelism };
    await compare(app, made, { ...made, request: { ...sound, seed: 6 } });
    const { page } = app;
    const text = await page.getByText(/^Spectral distance \d+\.\d\d dB on average$/).textContent();
    const distance = Number(/\d+\.\d\d/.exec(text ?? '')?.[0]);
    expect(distance).toBeGreaterThan(0);
    expect(distance).toBeLessThan(20);
    await expect
      .poll(() =>
        page
          .getByRole('region', { name: /^Sound [AB]$/ })
          .locator('canvas')
          .count(),
      )
      .toBeGreaterThanOrEqual(2);
    // Without a sound card nothing plays, and the playhead goes where it is sent all the same.
    await page.getByText('Hear B').click();
    await page
      .getByRole('region', { name: 'Spectral distance over time' })
      .locator('tbody tr')
      .nth(2)
      .click();
    await page.getByText('0.26 / 0.80 s').waitFor();
    await page.getByText('Hear A').click();
    await page.getByText('0.26 / 0.80 s').waitFor();
  });
});
