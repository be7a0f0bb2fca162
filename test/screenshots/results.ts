import type { RunningApp } from '../app/support/running-app';
import { type Camera, LEAST, USUAL } from './camera';
import { cards, clipIsShown, open } from './steps';

/** The library, and the first clip in it, which is its last card. */
export async function library(app: RunningApp, camera: Camera): Promise<void> {
  const { page } = app;
  await open(app, 'library');
  await cards(app).first().waitFor();
  await camera.take('library', [USUAL, LEAST]);
  await cards(app).last().click();
  await page.getByRole('button', { name: 'Full telemetry' }).waitFor();
  await camera.take('details');
  await page.getByRole('button', { name: 'Compare with…' }).click();
  // The same clip made otherwise is offered first.
  const dialog = page.getByRole('dialog', { name: 'Compare with' });
  await dialog.getByRole('listitem').first().waitFor();
  await camera.take('compare-with');
  await dialog.getByRole('listitem').first().getByRole('button').click();
  await page.getByText(/^PSNR \d/).waitFor();
  await camera.take('compare', [USUAL, LEAST]);
}

export async function telemetry(app: RunningApp, camera: Camera): Promise<void> {
  const { page } = app;
  await open(app, 'library');
  await cards(app).last().click();
  await page.getByRole('button', { name: 'Full telemetry' }).click();
  await page.getByRole('heading', { name: 'Telemetry' }).waitFor();
  await camera.take('telemetry', [USUAL, LEAST]);
}

/** What the rail leads to besides, and the shortcuts. */
export async function otherPages(app: RunningApp, camera: Camera): Promise<void> {
  const shown = ['create', 'queue', 'library'];
  const pages = await app.page
    .locator('nav [data-page]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('data-page') ?? ''));
  for (const name of pages.filter((known) => !shown.includes(known))) {
    await open(app, name);
    await camera.take(name, [USUAL, LEAST]);
  }
  await open(app, 'create');
  await app.page.locator('body').press('?');
  await app.page.getByRole('dialog').waitFor();
  await camera.take('shortcuts');
}

/** What a display of fine pixels shows of the first clip. */
export async function closeUp(app: RunningApp, camera: Camera): Promise<void> {
  const { page } = app;
  await open(app, 'library');
  await cards(app).last().click();
  await page.getByRole('button', { name: 'Open in Create' }).click();
  await clipIsShown(app);
  await camera.take('scale-2-create-result', [USUAL, LEAST]);
}
