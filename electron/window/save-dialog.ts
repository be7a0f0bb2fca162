import { dirname, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { SaveQuestion } from '../exporting/exporter';

const SOUNDS = ['wav', 'flac', 'ogg'];

/** Asks where to save, beginning in the folder of the last time, or in that of videos or music. */
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
    return filePath;
  };
}
