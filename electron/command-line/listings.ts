import { readdir } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { cpuDevices, openBundle, StudioError } from '../../workers/api';
import type { Reporter } from './reporter';

/** What this machine can denoise on. */
export function listDevices(reporter: Reporter): void {
  const cores = availableParallelism();
  const devices = cpuDevices(cores);
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const lines = [
    `${model}, ${cores} cores, ${(totalmem() / 2 ** 30).toFixed(1)} GiB of memory`,
    `Up to ${cores} CPU devices: ${devices.map(({ id }) => id).join(', ')} (the cores are shared out among those used)`,
  ];
  reporter.done(lines.join('\n'), { type: 'devices', processor: model, cores, devices });
}

/** The model bundles in a folder, damaged ones included with the reason. */
export async function listModels(folder: string, reporter: Reporter): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new StudioError(
      'bundle-missing',
      `There is no folder of models at ${folder}: name one with --folder.`,
      {
        detail: String(error),
      },
    );
  });
  const models = await Promise.all(names.sort().map((name) => describeModel(join(folder, name))));
  const text = models.map((model) =>
    'error' in model
      ? `${model.folder}\n  ${model.error}`
      : `${model.folder}\n  ${model.title} (${model.pipeline}, ${(model.bytes / 1e6).toFixed(1)} MB, ${model.license})`,
  );
  reporter.done(text.join('\n') || `There are no models in ${folder}.`, { type: 'models', models });
}

type ModelListing =
  | { folder: string; id: string; title: string; pipeline: string; license: string; bytes: number }
  | { folder: string; error: string };

async function describeModel(folder: string): Promise<ModelListing> {
  try {
    const { manifest } = await openBundle(folder);
    const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
    const { id, title, pipeline, license } = manifest;
    return { folder, id, title, pipeline, license, bytes };
  } catch (error) {
    return { folder, error: StudioError.from(error).message };
  }
}
