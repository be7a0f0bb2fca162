/** Reports as text, for a terminal. */
import { WORKLOADS, workloadNameSchema } from '../../workers/api';
import { PAPER_SPEEDUPS } from './paper';
import {
  type BenchmarkReport,
  type MeasuredPlan,
  type PaperReport,
  type PlanReport,
  type Spread,
  speedupsOf,
  spreadOf,
} from './report';

export const tableOf = (report: BenchmarkReport): string =>
  report.kind === 'plans' ? planTable(report) : paperTable(report);

function planTable(report: PlanReport): string {
  const rows = report.plans.map((measured) => {
    const speedup = spreadOf(speedupsOf(report, measured));
    return [
      nameOf(measured),
      seconds(spreadOf(measured.denoiseMs)),
      seconds(spreadOf(measured.totalMs)),
      spreadText(speedup, (value) => `${value.toFixed(2)}x`),
      `${measured.idealSpeedup.toFixed(2)}x`,
      `${((speedup.median / measured.idealSpeedup) * 100).toFixed(0)} %`,
      `${(spreadOf(measured.bytes).median / 1e6).toFixed(2)} MB`,
      measured.psnr === null ? '–' : spreadText(spreadOf(measured.psnr), (value) => value.toFixed(1), ' dB'),
      measured.ssim === null ? '–' : spreadText(spreadOf(measured.ssim), (value) => value.toFixed(3)),
    ];
  });
  const head = ['plan', 'denoising', 'whole job', 'speed-up', 'ideal', 'efficiency', 'sent', 'PSNR', 'SSIM'];
  const seeds = `${report.seeds.length} ${report.seeds.length === 1 ? 'seed' : 'seeds'}`;
  return [
    `${report.model}, ${report.steps} steps, ${seeds}: median (least … most)`,
    ...aligned([head, ...rows]),
  ].join('\n');
}

/** `degree 2 on cpu:0,cpu:1, warm-up 8, own`. */
export function nameOf({ plan, reuse, devices }: Pick<MeasuredPlan, 'plan' | 'reuse' | 'devices'>): string {
  if (plan.degree === 1) return `sequential on ${devices[0] ?? ''}`;
  const cooldown = plan.cooldown > 0 ? `, cool-down ${plan.cooldown}` : '';
  return `degree ${plan.degree} on ${devices.length} devices, warm-up ${plan.warmup}${cooldown}, ${reuse}`;
}

function paperTable({ rows, stepMs, gigabytesPerSecond }: PaperReport): string {
  const degrees = [...new Set(rows.map(({ degree }) => degree))].sort((a, b) => a - b);
  const head = ['workload', 'steps', 'warm-up', ...degrees.map((degree) => `p=${degree}`), 'paper'];
  const lines = workloadNameSchema.options.flatMap((workload) => {
    const { title, steps, warmup } = WORKLOADS[workload];
    const cells = (of: (row: (typeof rows)[number]) => number): string[] =>
      degrees.map((degree) => {
        const row = rows.find((one) => one.workload === workload && one.degree === degree);
        return row === undefined ? '' : `${of(row).toFixed(2)}x`;
      });
    return [
      [
        title,
        `${steps}`,
        `${warmup}`,
        ...cells(({ speedup }) => speedup),
        `${PAPER_SPEEDUPS[workload].toFixed(2)}x`,
      ],
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
  const lines = now.plans.map((measured) => {
    const name = nameOf(measured);
    const earlier = before.plans.find((other) => nameOf(other) === name);
    if (earlier === undefined) return [name, 'new', ''];
    const [time, earlierTime] = [spreadOf(measured.denoiseMs).median, spreadOf(earlier.denoiseMs).median];
    const change = (time / earlierTime - 1) * 100;
    return [
      name,
      `${(earlierTime / 1000).toFixed(2)} s → ${(time / 1000).toFixed(2)} s`,
      `${change >= 0 ? '+' : ''}${change.toFixed(1)} %`,
    ];
  });
  return ['Denoising, against the earlier report:', ...aligned(lines)].join('\n');
}

const seconds = (spread: Spread): string => spreadText(spread, (value) => (value / 1000).toFixed(2), ' s');

function spreadText({ median, least, most }: Spread, say: (value: number) => string, unit = ''): string {
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
