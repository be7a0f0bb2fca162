import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { app } from 'electron';
import { outputError } from '../../workers/api';

/** Where the app's own files and the user's lie. */
export type AppPaths = {
  /** The built programs, this one among them. */
  readonly programs: string;
  /** The built pages of the window. */
  readonly renderer: string;
  readonly icon: string;
  readonly bundledModels: string;
  readonly userModels: string;
  /** More models, for development and tests. */
  readonly extraModels: string | undefined;
  readonly data: string;
  readonly logs: string;
  readonly defaultLibrary: string;
};

/**
 * Puts everything that the app keeps under `PARASTEP_DATA_DIR` if that is set. Must run before anything asks for a
 * path, because the single-instance lock and Chromium's profile live there as well.
 */
export function relocateUserData(): void {
  const asked = process.env['PARASTEP_DATA_DIR'];
  if (!asked) return;
  const folder = resolve(asked);
  app.setPath('userData', folder);
  app.setAppLogsPath(join(folder, 'logs'));
}

/** Makes the folder for all that the app keeps. Throws `output-failed` if it cannot be written. */
export function ensureDataFolder(): void {
  const folder = app.getPath('userData');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw outputError(folder, error);
  }
}

/** @param programs the folder of the running program. */
export function appPaths(programs: string): AppPaths {
  const data = app.getPath('userData');
  const assets = enclosing(programs, 'assets');
  return {
    programs,
    renderer: join(dirname(programs), 'renderer'),
    icon: join(assets, 'icons', 'icon.png'),
    bundledModels: join(assets, 'models'),
    userModels: join(data, 'models'),
    extraModels: process.env['PARASTEP_MODELS_DIR'],
    data,
    logs: app.getPath('logs'),
    defaultLibrary: join(data, 'library'),
  };
}

/** The folder `name` of the nearest enclosing folder that has one: the checkout's, or the installed app's. */
function enclosing(start: string, name: string): string {
  for (let folder = start; dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return join(folder, name);
  }
  return join(start, name);
}
