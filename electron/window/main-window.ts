import { join } from 'node:path';
import { BrowserWindow, dialog } from 'electron';
import type { Log } from '../logs/log';
import { START_PAGE } from './schemes';
import { LEAST_SIZE, type WindowStateStore } from './window-state';

/** What would be lost if the window closed now: what goes on, and what becomes of it. */
export type Objection = { readonly message: string; readonly detail: string };

export type MainWindowOptions = {
  readonly programs: string;
  readonly icon: string;
  readonly state: WindowStateStore;
  readonly log: Log;
  /** What closing would need a yes to, if anything. */
  readonly objection: () => Objection | undefined;
  /** The page is gone or about to be replaced: what it has begun cannot go on. */
  readonly onPageLost: () => void;
};

/** After this many crashes in this time the page is not loaded again without asking. */
const MOST_CRASHES = 3;
const CRASH_WINDOW_MS = 5 * 60_000;

/** Makes the one window and loads the page. It shows itself once there is something to see. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { maximized, ...bounds } = options.state.bounds();
  const window = new BrowserWindow({
    ...bounds,
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    title: 'ParaStep Studio',
    icon: options.icon,
    webPreferences: {
      preload: join(options.programs, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // It would download dictionaries.
      spellcheck: false,
    },
  });
  if (maximized) window.maximize();
  options.state.follow(window);
  window.once('ready-to-show', () => window.show());
  askBeforeClosing(window, options);
  recoverFromCrashes(window, options);
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) options.onPageLost();
  });
  void loadPage(window, options.log);
  return window;
}

async function loadPage(window: BrowserWindow, log: Log): Promise<void> {
  await window.loadURL(START_PAGE).catch((error: unknown) => log.error('the page did not load', error));
}

function askBeforeClosing(window: BrowserWindow, { objection }: MainWindowOptions): void {
  let agreed = false;
  window.on('close', (event) => {
    const what = agreed ? undefined : objection();
    if (what === undefined) return;
    event.preventDefault();
    void dialog
      .showMessageBox(window, {
        type: 'question',
        ...what,
        buttons: ['Keep Running', 'Quit'],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        agreed = response === 1;
        if (agreed && !window.isDestroyed()) window.close();
      });
  });
}

/** A page that has crashed is loaded again with a word about it; jobs do not notice. */
function recoverFromCrashes(window: BrowserWindow, { log, onPageLost }: MainWindowOptions): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.error(`the page ended: ${reason}, exit code ${exitCode}`);
    onPageLost();
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
    const again = crashes.length > MOST_CRASHES ? askToReload(window) : Promise.resolve(true);
    void again.then(async (wanted) => {
      if (!wanted) return window.destroy();
      await loadPage(window, log);
      if (crashes.length <= MOST_CRASHES) tellOfReload(window);
    });
  });
}

async function askToReload(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window has failed several times.',
    detail: 'The queue and the library are safe. Load the window again, or quit and look into the logs.',
    buttons: ['Load Again', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 0;
}

function tellOfReload(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  void dialog.showMessageBox(window, {
    type: 'info',
    message: 'The window had to be loaded again.',
    detail:
      'The running job, the queue and the library were not affected. Unsaved exports have to be repeated.',
    buttons: ['OK'],
  });
}
