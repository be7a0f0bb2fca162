/** Choices of the Create page, the way a user makes them. */
import type { RunningApp } from './running-app';

export const chooseMode = ({ page }: RunningApp, title: string): Promise<void> =>
  page.getByRole('radiogroup', { name: 'Mode' }).getByText(title).click();

/** Chooses a model of the mode that is shown. */
export async function chooseModel({ page }: RunningApp, title: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: title }).click();
}
