/** The app: one window over the studio, which goes on without it. */
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, session, shell, type WebContents } from 'electron';
import { StudioError } from '../workers/api';
import { BENCHMARKS_HOST } from './benchmark/benchmark-store';
import { busyWith } from './busy-with';
import { cudaLibraries } from './devices/cuda/this-machine';
import { type AppPaths, appPaths, ensureDataFolder, relocateUserData } from './environment/paths';
import { EventHub } from './ipc/event-hub';
import { sendEvents, serveRequests } from './ipc/main-ipc';
import { Log } from './logs/log';
import { ElectronProcessHost } from './processes/electron-process-host';
import { requestHandlers } from './requests';
import { Studio } from './studio';
import { drawAttention } from './window/attention';
import { hardenContents, hardenSession } from './window/hardening';
import { openMainWindow } from './window/main-window';
import { setMenu } from './window/menu';
import { saveDialog } from './window/save-dialog';
import { declareSchemes, serveSchemes } from './window/schemes';
import { WindowStateStore } from './window/window-state';

let mainWindow: BrowserWindow | undefined;
/** The system or the terminal wants the app to end: nobody can be asked. */
let mustEnd = false;

relocateUserData();
app.setAppUserModelId('app.parastep.studio');
declareSchemes();
start().catch(failToStart);

async function start(): Promise<void> {
  // Before the lock, which lies there as well and does not say why it cannot be had.
  ensureDataFolder();
  if (!app.requestSingleInstanceLock()) {
    // The first start has been told, and shows its window.
    app.quit();
    return;
  }
  const paths = appPaths(__dirname);
  const log = new Log(paths.logs);
  reportFaults(log);
  hardenContents(log);
  const [studio, hub] = makeStudio(paths, log);
  const windowState = new WindowStateStore(join(paths.data, 'window.json'), log);
  closeBeforeQuitting(() => Promise.all([studio.close(), windowState.saved()]), log);

  await app.whenReady();
  endOnSignals();
  log.info(`started: version ${app.getVersion()}, Electron ${process.versions['electron']}`);
  hardenSession(session.defaultSession);
  serveSchemes(session.defaultSession, {
    pages: paths.renderer,
    mediaFile: (host, id, file) =>
      host === BENCHMARKS_HOST ? studio.benchmarks.mediaFile(id, file) : studio.library.mediaFile(id, file),
  });
  serveRequests({ handlers: requestHandlers({ studio, paths, window: theWindow }), allowed: page, log });
  sendEvents(hub, page, { checked: !app.isPackaged });
  drawAttention({ hub, window: () => mainWindow, settings: () => studio.settings.current });
  setMenu({
    send: (command) => hub.emit('menu.command', { command }),
    showLogs: () => void shell.openPath(paths.logs),
  });
  mainWindow = openMainWindow({
    programs: paths.programs,
    icon: paths.icon,
    state: windowState,
    log,
    objection: () => (mustEnd ? undefined : busyWith(studio)),
    onPageLost: () => void studio.exporter.abortAll(),
  });
  mainWindow.on('closed', () => {
    mainWindow = undefined;
  });
  app.on('second-instance', showWindow);
  await studio.open();
}

/** Such as for a data folder that cannot be written. */
function failToStart(error: unknown): void {
  dialog.showErrorBox('ParaStep Studio cannot start', StudioError.from(error).message);
  app.exit(1);
}

function makeStudio(paths: AppPaths, log: Log): [Studio, EventHub] {
  const hub = new EventHub();
  const cuda = cudaLibraries(paths.data);
  const studio = new Studio({
    paths,
    hub,
    log,
    processes: new ElectronProcessHost(
      {
        conductor: join(paths.programs, 'conductor.cjs'),
        device: join(paths.programs, 'device.cjs'),
      },
      () => cuda?.searchFolder(),
    ),
    residentBytes,
    cuda,
    trash: (path) => shell.trashItem(path),
    askForPath: saveDialog(theWindow),
    program: 'npm run --silent parastep --',
  });
  return [studio, hub];
}

/** As every platform tells it of an app's own processes. */
function residentBytes(pids: readonly number[]): number {
  return app
    .getAppMetrics()
    .filter(({ pid }) => pids.includes(pid))
    .reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0);
}

/** The app ends with its window, and only after everything has been put away; who starts it meanwhile gets it then. */
function closeBeforeQuitting(close: () => Promise<unknown>, log: Log): void {
  let closed = false;
  let wantedAgain = false;
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => {
    wantedAgain = mainWindow === undefined;
  });
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void close()
      .catch((error: unknown) => log.error('closing failed', error))
      .finally(() => {
        closed = true;
        if (wantedAgain) app.relaunch();
        app.quit();
      });
  });
}

/** Electron sets handlers of its own until it is ready, and they would ask. */
function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      mustEnd = true;
      app.quit();
    });
  }
}

function reportFaults(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', error);
    dialog.showErrorBox(
      'ParaStep Studio has to close',
      `Something went wrong that was not foreseen: ${error.message}\nThe queue and the library are safe.`,
    );
    app.exit(1);
  });
  process.on('unhandledRejection', (reason) => log.error('unhandled rejection', reason));
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit' && reason !== 'killed') {
      log.error(`${name ?? type} process ended: ${reason}, exit code ${exitCode}`);
    }
  });
}

/** Who may ask, and who is told: the page of the one window. */
function page(): WebContents | undefined {
  return mainWindow?.webContents;
}

function theWindow(): BrowserWindow {
  if (mainWindow === undefined) throw new Error('The window is closed.');
  return mainWindow;
}

function showWindow(): void {
  if (mainWindow?.isMinimized()) mainWindow.restore();
  mainWindow?.show();
  mainWindow?.focus();
}
