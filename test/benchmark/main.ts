/** `npm run bench -- --json FILE [--only NAME]`: measures the figures that the project is held to. */
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureJobsInApp } from './app/jobs';
import { measureStart } from './app/start';
import { measureBatchStep } from './batch-step';
import { measureDecode } from './decode';
import { measureFidelity } from './fidelity';
import { type Figure, NotMeasured } from './figure';
import { measureLoading } from './loading';
import { measurePythonPeer } from './peer/python-ort';
import { measureScheduler } from './scheduler';
import { measureSpeed } from './speed';
import { measureTransport } from './transport';
import { measureVirtual } from './virtual';
import { openWorkload, type Workload } from './workload';

type Group = {
  /** What `--only` may match. */
  readonly names: readonly string[];
  /** The bundle that it is measured on, by its name in the folder of models; without one, no model is needed. */
  readonly model?: string;
  readonly measure: (models: string) => Promise<Figure[]>;
};

/** Measures on the model of this name in the folder of models. */
const onModel = (
  model: string,
  names: readonly string[],
  measure: (workload: Workload) => Promise<Figure[]>,
): Group => ({
  names,
  model,
  measure: async (models) => measure(await openWorkload(resolve(models, model))),
});

const VIDEO = 'demo-text-to-video';
const PICTURE = 'demo-image-to-video';
const AUDIO = 'demo-text-to-audio';

const speedNames = (mode: string, noun: string): string[] =>
  [
    'ceiling2',
    'overhead',
    'speedup2',
    'efficiency2',
    'bytes2',
    'evaluation',
    `${noun}-seconds`,
    'memory',
  ].map((name) => `${mode}/${name}`);

/** Figures that are measured together. */
const GROUPS: readonly Group[] = [
  { names: ['scheduler/'], measure: measureScheduler },
  { names: ['transport/'], measure: measureTransport },
  { names: ['virtual/'], measure: measureVirtual },
  { names: ['load/'], measure: measureLoading },
  onModel(VIDEO, ['machine/ceiling2', ...speedNames('text-to-video', 'clip')], measureSpeed),
  onModel(VIDEO, ['text-to-video/psnr'], measureFidelity),
  onModel(PICTURE, speedNames('image-to-video', 'clip'), measureSpeed),
  onModel(PICTURE, ['image-to-video/decode2'], measureDecode),
  onModel(PICTURE, ['image-to-video/psnr'], measureFidelity),
  onModel(AUDIO, speedNames('text-to-audio', 'sound'), measureSpeed),
  onModel(
    AUDIO,
    ['text-to-audio/log-spectral-distance', 'text-to-audio/spectral-convergence'],
    measureFidelity,
  ),
  onModel(AUDIO, ['text-to-audio/batch-step'], measureBatchStep),
  onModel(VIDEO, ['peer/python-ort'], measurePythonPeer),
  onModel(PICTURE, ['peer/python-ort-image-to-video'], measurePythonPeer),
  onModel(AUDIO, ['peer/python-ort-text-to-audio'], measurePythonPeer),
  onModel(VIDEO, ['app/start-to-interactive'], measureStart),
  onModel(VIDEO, ['app/dropped-frames', 'app/memory', 'app/job-over-command-line'], measureJobsInApp),
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      only: { type: 'string' },
      models: { type: 'string', default: resolve('assets/models') },
    },
  });
  const { only } = values;
  const groups = GROUPS.filter(
    ({ names }) => only === undefined || names.some((name) => name.startsWith(only) || only.startsWith(name)),
  );
  if (groups.length === 0) throw new Error(`No figure is named ${only}.`);

  const figures: Figure[] = [];
  const skipped: string[] = [];
  for (const { names, model, measure } of groups) {
    const skip = (reason: string): Figure[] => {
      skipped.push(...names);
      process.stdout.write(`not measured, for ${reason}: ${names.join(', ')}\n`);
      return [];
    };
    if (model !== undefined && !existsSync(resolve(values.models, model))) {
      skip(`there is no ${model}`);
      continue;
    }
    const group = await measure(values.models).catch((error: unknown) => {
      if (error instanceof NotMeasured) return skip(error.message);
      throw error;
    });
    for (const measured of group) {
      if (only !== undefined && !measured.name.startsWith(only)) continue;
      figures.push(measured);
      print(measured);
    }
  }
  if (values.json !== undefined) {
    writeFileSync(
      values.json,
      `${JSON.stringify({ machine: describeMachine(), figures, skipped }, null, 2)}\n`,
    );
  }
}

function print({ name, value, unit, target, met, spread, note }: Figure): void {
  const range = spread === undefined ? '' : ` (${spread.map((bound) => bound.toFixed(3)).join(' … ')})`;
  const verdict = target === undefined ? '' : `, target ${target}: ${met ? 'met' : 'MISSED'}`;
  process.stdout.write(
    `${name.padEnd(36)} ${value.toFixed(3)} ${unit}${range}${verdict}${note ? `  [${note}]` : ''}\n`,
  );
}

function describeMachine(): Record<string, unknown> {
  return {
    processor: cpus()[0]?.model.trim(),
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    date: new Date().toISOString(),
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
