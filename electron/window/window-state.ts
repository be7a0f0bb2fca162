import { type BrowserWindow, type Rectangle, screen } from 'electron';
import { z } from 'zod';
import { JsonFile } from '../files/json-file';
import type { Log } from '../logs/log';

const stateSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
});
type WindowState = z.infer<typeof stateSchema>;

const DEFAULT_SIZE = { width: 1280, height: 820 };
export const LEAST_SIZE = { width: 900, height: 600 };
const SAVE_AFTER_MS = 300;
/** So much of the title bar must be on a display for the window to be reached. */
const REACHABLE = { width: 100, height: 40 };

/** Where the window was when it was last closed. */
export class WindowStateStore {
  readonly #file: JsonFile;
  readonly #log: Log;
  #saving: Promise<void> = Promise.resolve();

  constructor(path: string, log: Log) {
    this.#file = new JsonFile(path);
    this.#log = log;
  }

  /** Bounds for a new window: the kept ones if they are still on a display, else the middle of the first. */
  bounds(): { readonly maximized: boolean } & Partial<Rectangle> & typeof DEFAULT_SIZE {
    const kept = this.#read();
    if (kept === undefined) return { ...DEFAULT_SIZE, maximized: false };
    const { maximized, ...bounds } = kept;
    const { width, height } = bounds;
    return isReachable(bounds) ? { ...bounds, maximized } : { width, height, maximized };
  }

  /** Keeps the window's place whenever it changes. */
  follow(window: BrowserWindow): void {
    let timer: NodeJS.Timeout | undefined;
    const save = (): void => {
      if (window.isDestroyed()) return;
      const state = { ...window.getNormalBounds(), maximized: window.isMaximized() } satisfies WindowState;
      this.#saving = this.#file.save(state).catch((error: unknown) => {
        this.#log.error('window state not saved', error);
      });
    };
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(save, SAVE_AFTER_MS);
    };
    window.on('resize', later);
    window.on('move', later);
    window.on('maximize', later);
    window.on('unmaximize', later);
    window.on('close', save);
    window.on('closed', () => clearTimeout(timer));
  }

  /** Resolves once the last place is on disk. */
  saved(): Promise<void> {
    return this.#saving;
  }

  #read(): WindowState | undefined {
    try {
      return stateSchema.safeParse(this.#file.read()).data;
    } catch {
      return undefined;
    }
  }
}

function isReachable({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const left = Math.max(x, workArea.x);
    const right = Math.min(x + width, workArea.x + workArea.width);
    const inHeight = y >= workArea.y && y + REACHABLE.height <= workArea.y + workArea.height;
    return right - left >= REACHABLE.width && inHeight;
  });
}
