/** Reports as text, for a terminal. */
import {
  type BenchmarkReport,
  changesOf,
  type MeasuredPlan,
  type PaperReport,
  type PlanReport,
  planName,
  psnrText,
  type SampleSpread,
  speedupsOf,
  spreadOf,
} from '../contract/benchmark';
import { workloadFacts } from './paper';

export const tableOf = (report: BenchmarkReport): string =>
  report.kind === 'plans' ? planTable(report) : paperTable(report);

type Nearness = {
  readonly name: string;
  readonly of: (measured: MeasuredPlan) => readonly number[] | null;
  readonly say: (value: number) => string;
  readonly unit: string;
};

/** How near a plan's results are to the sequential ones, by what they are. */
const NEARNESS: Readonly<Record<'video' | 'audio', readonly Nearness[]>> = {
  video: [
    { name: 'PSNR', of: ({ psnr }) => psnr, say: psnrText, unit: '' },
    { name: 'SSIM', of: ({ ssim }) => ssim, say: (value) => value.toFixed(3), unit: '' },
  ],
  audio: [
    {
      name: 'spectral distance',
      of: ({ spectralDistance }) => spectralDistance,
      say: (value) => value.toFixed(2),
      unit: ' dB',
    },
  ],
};

function planTable(report: PlanReport): string {
  const sound = report.plans.some(({ spectralDistance }) => spectralDistance !== null);
  const nearness = NEARNESS[sound ? 'audio' : 'video'];
  const rows = report.plans.map((measured) => {
    const speedup = spreadOf(speedupsOf(report, measured));
    return [
      planName(measured),
      seconds(spreadOf(measured.denoiseMs)),
      seconds(spreadOf(measured.totalMs)),
      spreadText(speedup, (value) => `${value.toFixed(2)}x`),
      `${measured.idealSpeedup.toFixed(2)}x`,
      `${((speedup.median / measured.idealSpeedup) * 100).toFixed(0)} %`,
      `${(spreadOf(measured.bytes).median / 1e6).toFixed(2)} MB`,
      ...nearness.map(({ of, say, unit }) => {
        const samples = of(measured);
        return samples === null ? '–' : spreadText(spreadOf(samples), say, unit);
      }),
    ];
  });
  const head = ['plan', 'denoising', 'whole job', 'speed-up', 'ideal', 'efficiency', 'sent'];
  const seeds = `${report.seeds.length} ${report.seeds.length === 1 ? 'seed' : 'seeds'}`;
  return [
    `${report.model}, ${report.steps} steps, ${seeds}: median (least … most)`,
    ...aligned([[...head, ...nearness.map(({ name }) => name)], ...rows]),
  ].join('\n');
}

function paperTable({ rows, stepMs, gigabytesPerSecond }: PaperReport): string {
  const degrees = [...new Set(rows.map(({ degree }) => degree))].sort((a, b) => a - b);
  const head = ['workload', 'steps', 'warm-up', ...degrees.map((degree) => `p=${degree}`), 'paper'];
  const lines = workloadFacts().flatMap(({ workload, title, steps, warmup, paperSpeedup }) => {
    const cells = (of: (row: (typeof rows)[number]) => number): string[] =>
      degrees.map((degree) => {
        const row = rows.find((one) => one.workload === workload && one.degree === degree);
        return row === undefined ? '' : `${of(row).toFixed(2)}x`;
      });
    return [
      [title, `${steps}`, `${warmup}`, ...cells(({ speedup }) => speedup), `${paperSpeedup.toFixed(2)}x`],
      ['  ideal', '', '', ...cells(({ idealSpeedup }) => idealSpeedup), ''],
    ];
  });
  return [
    `Speed-up of denoising on virtual devices: ${stepMs} ms a step, ${gigabytesPerSecond} GB/s links.`,
    "The paper's column is end to end on real devices, encoding and decoding included.",
    ...aligned([head, ...lines]),
  ].join('\n');
}

/** How the medians of one report stand to those of an earlier one. */
export function comparisonOf(now: PlanReport, before: PlanReport): string {
  const lines = changesOf(now, before).map(({ name, denoiseMs, earlierMs, change }) =>
    earlierMs === null || change === null
      ? [name, 'new', '']
      : [
          name,
          `${(earlierMs / 1000).toFixed(2)} s → ${(denoiseMs / 1000).toFixed(2)} s`,
          `${change >= 0 ? '+' : ''}${(change * 100).toFixed(1)} %`,
        ],
  );
  return ['Denoising, against the earlier report:', ...aligned(lines)].join('\n');
}

const seconds = (spread: SampleSpread): string =>
  spreadText(spread, (value) => (value / 1000).toFixed(2), ' s');

function spreadText(
  { median, least, most }: SampleSpread,
  say: (value: number) => string,
  unit = '',
): string {
  const middle = `${say(median)}${unit}`;
  return say(least) === say(most) ? middle : `${middle} (${say(least)} … ${say(most)})`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
