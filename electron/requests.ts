import { join } from 'node:path';
import { app, type BrowserWindow, dialog, nativeImage, shell } from 'electron';
import type { AppPaths } from './environment/paths';
import type { RequestHandlers } from './ipc/main-ipc';
import { THUMBNAIL_FILE } from './library/result-folder';
import type { Studio } from './studio';

export type RequestContext = {
  readonly studio: Studio;
  readonly paths: AppPaths;
  readonly window: () => BrowserWindow;
};

/** What each request of the contract does. */
export function requestHandlers({ studio, paths, window }: RequestContext): RequestHandlers {
  const { queue, models, installations, exporter, settings, benchmarks } = studio;
  return {
    'app.info': () => ({
      version: app.getVersion(),
      electron: process.versions['electron'] ?? '',
      platform: process.platform,
      logsFolder: paths.logs,
      hasCommandLine: !app.isPackaged,
    }),
    'app.showLogs': () => openFolder(paths.logs),

    'settings.get': () => settings.current,
    'settings.set': (change) => studio.changeSettings(change),
    'settings.chooseLibraryFolder': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
        title: 'Folder for the library',
        defaultPath: settings.current.libraryFolder,
        properties: ['openDirectory', 'createDirectory'],
      });
      const [folder] = filePaths;
      if (canceled || folder === undefined) return null;
      studio.offerLibraryFolder(folder);
      return folder;
    },

    'models.list': () => models.list(),
    'models.countTokens': ({ model, text }) => models.countTokens(model, text),
    'models.memory': (question) => studio.memory(question),
    'models.reveal': async ({ model }) => openFolder((await models.get(model)).card.folder),

    'models.remove': ({ model }) => studio.removeModel(model),
    'models.chooseFolder': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
        title: 'Folder of a model',
        properties: ['openDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    'models.installations': () => installations.list,
    'models.import': ({ folder }) => installations.import(folder),
    'models.download': ({ repository }) => installations.download(repository),
    'models.verify': async ({ model }) => installations.verify((await models.get(model)).card),
    'models.stopInstallation': ({ installation }) => installations.stop(installation),
    'models.resumeInstallation': ({ installation }) => installations.resume(installation),
    'models.discardInstallation': ({ installation }) => installations.discard(installation),

    'devices.stepTimes': ({ model }) => studio.stepTimes(model),
    'devices.list': () => studio.hardware.devices,
    'devices.machine': () => studio.hardware.machine(),
    'devices.cuda': () => studio.cuda.state(),
    'devices.fetchCuda': () => studio.cuda.start(),
    'devices.stopFetchingCuda': () => studio.cuda.stop(),
    'devices.measureLink': ({ device }) => studio.measureLink(device),

    'queue.get': () => queue.current,
    'queue.add': (draft) => queue.add(draft),
    'queue.cancel': ({ job }) => queue.cancel(job),
    'queue.move': ({ job, before }) => queue.move(job, before),
    'queue.remove': ({ job }) => queue.remove(job),
    'queue.retry': ({ job }) => queue.retry(job),
    'queue.setPaused': ({ paused }) => queue.setPaused(paused),

    'library.list': (query) => studio.library.list(query),
    'library.get': ({ result }) => studio.library.get(result),
    'library.trash': ({ results }) => studio.library.trash(results),
    'library.reveal': async ({ result }) => {
      const { folder } = await studio.library.stored(result);
      shell.showItemInFolder(join(folder, THUMBNAIL_FILE));
    },

    'pictures.put': (picture) => studio.sources.put(picture),
    'pictures.source': (subject) => studio.sourceOf(subject),

    'benchmark.start': (order) => benchmarks.start(order),
    'benchmark.stop': () => benchmarks.stop(),
    'benchmark.state': () => benchmarks.state,
    'benchmark.list': () => benchmarks.list(),
    'benchmark.get': ({ benchmark }) => benchmarks.get(benchmark),
    'benchmark.trash': ({ benchmark }) => benchmarks.trash(benchmark),
    'benchmark.export': ({ benchmark, format }) => benchmarks.export(benchmark, format),

    'telemetry.ofJob': ({ job }) => studio.telemetry.of(job),
    'telemetry.export': ({ subject, ...how }) => studio.exportTelemetry(subject, how),

    'export.begin': (params) => exporter.begin(params),
    'export.beginForDrag': (params) => exporter.beginForDrag(params),
    'export.write': (params) => exporter.write(params),
    'export.finish': (params) => exporter.finish(params),
    'export.abort': (params) => exporter.abort(params.export),
    'export.startDrag': (params) => {
      const { path, result } = exporter.finishedFile(params.export);
      const thumbnail = studio.library.mediaFile(result, THUMBNAIL_FILE) ?? paths.icon;
      window().webContents.startDrag({ file: path, icon: dragIcon(thumbnail, paths.icon) });
    },
  };
}

const DRAG_ICON_WIDTH = 128;

/** The platform drags nothing without a picture. */
function dragIcon(path: string, otherwise: string): Electron.NativeImage {
  const picture = nativeImage.createFromPath(path);
  const icon = picture.isEmpty() ? nativeImage.createFromPath(otherwise) : picture;
  return icon.resize({ width: DRAG_ICON_WIDTH });
}

async function openFolder(folder: string): Promise<void> {
  await shell.openPath(folder);
}
