/** What is done on the way through the app again and again. */
import type { JobDraft } from '../../electron/contract';
import type { RunningApp } from '../app/support/running-app';
import type { Camera } from './camera';

/** Enough on a busy machine as well. */
export const PATIENCE_MS = 300_000;

export const open = (app: RunningApp, page: string): Promise<void> =>
  app.page.locator(`nav [data-page="${page}"]`).click();

export const clipIsShown = ({ page }: RunningApp): Promise<void> =>
  page.getByRole('toolbar', { name: 'Player' }).waitFor({ timeout: PATIENCE_MS });

/** A card of the library; the newest is the first. */
export const cards = ({ page }: RunningApp) => page.getByRole('button', { name: /^Open “/ });

export async function saveDialog({ page }: RunningApp, camera: Camera, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save…' }).click();
  const dialog = page.getByRole('dialog');
  // What the machine can encode is asked first.
  await dialog.locator('button[type="submit"]:enabled').waitFor();
  await camera.take(name);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

export function withRequest(draft: JobDraft, change: Readonly<Record<string, unknown>>): JobDraft {
  // The app checks it as it checks every draft.
  return { ...draft, request: { ...draft.request, ...change } as JobDraft['request'] };
}

export async function examplesOf(app: RunningApp, draft: JobDraft, most: number): Promise<string[]> {
  const { models } = await app.ask('models.list');
  return models.find(({ id }) => id === draft.model)?.examples.slice(0, most) ?? [];
}
