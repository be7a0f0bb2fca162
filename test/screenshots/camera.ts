import { join } from 'node:path';
import type { RunningApp } from '../app/support/running-app';

export type Size = { readonly width: number; readonly height: number };

export const USUAL: Size = { width: 1280, height: 800 };
export const LEAST: Size = { width: 900, height: 600 };

/** Longer than every transition of the window. */
const SETTLE_MS = 400;

/** Takes pictures of the window as it is, in both colour schemes. */
export class Camera {
  readonly #app: RunningApp;
  readonly #folder: string;

  constructor(app: RunningApp, folder: string) {
    this.#app = app;
    this.#folder = folder;
  }

  /** Writes `name-light.png` and `name-dark.png` for each size, other sizes than the usual one with theirs in the name. */
  async take(name: string, sizes: readonly Size[] = [USUAL]): Promise<void> {
    const { page } = this.#app;
    // Nothing is pointed at.
    await page.mouse.move(2, 2);
    for (const size of sizes) {
      await this.#resize(size);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(SETTLE_MS);
        const suffix = size === USUAL ? '' : `-${size.width}x${size.height}`;
        await page.screenshot({ path: join(this.#folder, `${name}${suffix}-${colorScheme}.png`) });
      }
    }
    await this.#resize(USUAL);
  }

  async #resize({ width, height }: Size): Promise<void> {
    await this.#app.electron.evaluate(
      ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
      [width, height] as const,
    );
    await this.#app.page.waitForFunction((wanted) => window.innerWidth === wanted, width);
  }
}
