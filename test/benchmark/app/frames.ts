import type { Page } from 'playwright';
import { median } from '../../../workers/api';

type NotingWindow = Window & { frameTimes: number[]; frameRequest: number };

/** Notes when the page draws frames while something is done: milliseconds, rising. */
export async function frameTimesDuring(page: Page, act: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(() => {
    const noting = window as unknown as NotingWindow;
    noting.frameTimes = [];
    const note = (time: number): void => {
      noting.frameTimes.push(time);
      noting.frameRequest = requestAnimationFrame(note);
    };
    noting.frameRequest = requestAnimationFrame(note);
  });
  await act();
  return page.evaluate(() => {
    const noting = window as unknown as NotingWindow;
    cancelAnimationFrame(noting.frameRequest);
    return noting.frameTimes;
  });
}

const gaps = (times: readonly number[]): number[] =>
  times.slice(1).map((time, i) => time - (times[i] as number));

/** Milliseconds between two frames of the display, from a page that has nothing else to do. */
export const displayInterval = (idle: readonly number[]): number => median(gaps(idle));

/** Share of the display's frames for which the page had nothing new: 0 is perfectly smooth. */
export function droppedShare(times: readonly number[], interval: number): number {
  const shown = gaps(times).map((gap) => Math.max(1, Math.round(gap / interval)));
  const due = shown.reduce((sum, frames) => sum + frames, 0);
  return due === 0 ? Number.NaN : (due - shown.length) / due;
}
