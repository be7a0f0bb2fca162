import { join } from 'node:path';
import { drop } from '../app/support/dragging';
import { chooseMode } from '../app/support/form';
import type { RunningApp } from '../app/support/running-app';
import { type Camera, LEAST, USUAL } from './camera';
import { clipIsShown, open, PATIENCE_MS, saveDialog } from './steps';

export async function sounds(app: RunningApp, camera: Camera): Promise<void> {
  const { page } = app;
  await open(app, 'create');
  await chooseMode(app, 'Text → Audio');
  await page.getByText('What should be heard?').waitFor();
  await camera.take('sound-empty');
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a piano playing a rising scale');
  await page.getByRole('textbox', { name: 'Variants' }).fill('3');
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('button', { name: 'Play variant 1' }).waitFor({ timeout: PATIENCE_MS });
  await camera.take('sound-result', [USUAL, LEAST]);
  await saveDialog(app, camera, 'save-sound');
}

/** The thumbnail of a clip comes alive. */
export async function pictures(app: RunningApp, camera: Camera): Promise<void> {
  const { page } = app;
  const { results } = await app.ask('library.list', { search: '', offset: 0, limit: 200 });
  const clip = results.find(({ kind }) => kind === 'text-to-video');
  const { folder } = await app.ask('library.get', { result: clip?.id ?? '' });
  await open(app, 'create');
  await chooseMode(app, 'Image → Video');
  await camera.take('image-empty', [USUAL, LEAST]);
  await drop(app, join(folder, 'thumbnail.png'));
  await page.getByRole('list', { name: 'Pictures' }).getByRole('listitem').first().waitFor();
  await camera.take('image-picture', [USUAL, LEAST]);
  await page.getByRole('button', { name: 'Generate' }).click();
  await clipIsShown(app);
  await camera.take('image-result');
}
