/** `npm run bench -- --json FILE [--only NAME]`: measures the figures that the project is held to. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureJobsInApp } from './app/jobs';
import { measureStart } from './app/start';
import type { Figure } from './figure';
import { measureScheduler } from './scheduler';
import { measureFidelity, measureSpeed } from './text-to-video';
import { measureTransport } from './transport';
import { measureVirtual } from './virtual';
import { openWorkload, type Workload } from './workload';

type Group = {
  /** What `--only` may match. */
  readonly names: readonly string[];
  readonly measure: (models: string) => Promise<Figure[]>;
};

/** Measures on the model of this name in the folder of models. */
const onModel =
  (name: string, measure: (workload: Workload) => Promise<Figure[]>) => async (models: string) =>
    measure(await openWorkload(resolve(models, name)));

/** Figures that are measured together. */
const GROUPS: readonly Group[] = [
  { names: ['scheduler/'], measure: measureScheduler },
  { names: ['transport/'], measure: measureTransport },
  { names: ['virtual/'], measure: measureVirtual },
  {
    names: [
      'machine/ceiling2',
      'text-to-video/overhead',
      'text-to-video/speedup2',
      'text-to-video/efficiency2',
      'text-to-video/bytes2',
      'text-to-video/clip-seconds',
      'text-to-video/memory',
    ],
    measure: onModel('demo-text-to-video', measureSpeed),
  },
  {
    names: ['text-to-video/psnr'],
    measure: onModel('demo-text-to-video', measureFidelity),
  },
  { names: ['app/start-to-interactive'], measure: onModel('demo-text-to-video', measureStart) },
  {
    names: ['app/dropped-frames', 'app/memory', 'app/job-over-command-line'],
    measure: onModel('demo-text-to-video', measureJobsInApp),
  },
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
  for (const { measure } of groups) {
    for (const measured of await measure(values.models)) {
      if (only !== undefined && !measured.name.startsWith(only)) continue;
      figures.push(measured);
      print(measured);
    }
  }
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ machine: describeMachine(), figures }, null, 2)}\n`);
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
