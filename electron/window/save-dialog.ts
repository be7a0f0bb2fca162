import { basename, dirname, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { SaveQuestion } from '../exporting/exporter';
import { pathWith } from '../exporting/file-names';
import { exists } from '../files/exists';

const SOUNDS = ['wav', 'flac', 'ogg'];

/**
 * Asks where to save, beginning in the folder of the last time, or in that of videos or music. Not every system's dialog
 * adds the ending; where that leads to another file than the one that was asked about, this asks.
 */
export function saveDialog(
  window: () => BrowserWindow,
): (question: SaveQuestion) => Promise<string | undefined> {
  let folder: string | undefined;
  return async ({ name, label, extension }) => {
    const { canceled, filePath } = await dialog.showSaveDialog(window(), {
      defaultPath: join(folder ?? app.getPath(SOUNDS.includes(extension ?? '') ? 'music' : 'videos'), name),
      filters: extension === undefined ? [] : [{ name: label, extensions: [extension] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (canceled || !filePath) return undefined;
    folder = dirname(filePath);
    const path = pathWith(filePath, extension);
    const replaces = path !== filePath && (await exists(path));
    return replaces && !(await mayReplace(window(), path)) ? undefined : path;
  };
}

async function mayReplace(window: BrowserWindow, path: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: `${basename(path)} is there already.`,
    detail: 'If you replace it, what it holds now is lost.',
    buttons: ['Replace', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}
