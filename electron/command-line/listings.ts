import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cpuDevices, openBundle, StudioError } from '../../workers/api';
import { acceleratorCandidates, tryAccelerators } from '../devices/accelerators';
import { Discovery } from '../devices/discovery/discover';
import { nodeProcessHost } from './locations';
import type { Reporter } from './reporter';

/** What this machine can denoise on, and what else it has. */
export async function listDevices(reporter: Reporter): Promise<void> {
  const machine = await new Discovery().machine();
  const { host, adapters, links, problems } = machine;
  const processes = nodeProcessHost();
  const accelerators = await tryAccelerators(processes, acceleratorCandidates(adapters, process.platform));
  const devices = cpuDevices(host.cores);
  const memory = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const label = (key: string): string => {
    const adapter = adapters.find((known) => known.key === key);
    return [adapter?.name, adapter?.badge].filter(Boolean).join(' ');
  };
  const nodes = host.nodes.length > 1 ? ` on ${host.nodes.length} NUMA nodes` : '';
  const lines = [
    `${host.processor}, ${host.cores} cores${nodes}, ${memory(host.memory.total)} of memory`,
    `Up to ${host.cores} CPU devices: ${devices.map(({ id }) => id).join(', ')} (the cores are shared out among those used)`,
    ...accelerators.map(
      ({ spec, name, failure }) => failure?.message ?? `${spec.id}: ${name}, ready to be used`,
    ),
    ...adapters.map(({ key, memory: own, pciBusId, celsius }) =>
      [
        label(key),
        own && memory(own.total),
        pciBusId && `at ${pciBusId}`,
        celsius !== null && `${celsius} °C`,
      ]
        .filter(Boolean)
        .join(', '),
    ),
    ...links.map(({ between: [a, b], kind }) => `${label(a)} – ${label(b)}: ${kind}`),
    ...problems,
  ];
  reporter.done(lines.join('\n'), {
    type: 'devices',
    processor: host.processor,
    cores: host.cores,
    devices: [
      ...accelerators.filter(({ failure }) => failure === undefined).map(({ spec }) => spec),
      ...devices,
    ],
    problems: accelerators.flatMap(({ failure }) => failure?.toValue() ?? []),
    machine,
  });
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
