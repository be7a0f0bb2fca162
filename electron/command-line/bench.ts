import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Engine, makePlan, type Reuse, StudioError, sequentialPlan, writeWhole } from '../../workers/api';
import { measurePlans, type PlanToMeasure } from '../benchmark/measure-plans';
import { rehearsePaper } from '../benchmark/paper';
import { type BenchmarkReport, reportSchema } from '../benchmark/report';
import { comparisonOf, nameOf, tableOf } from '../benchmark/tables';
import { type JobOptions, preparePlan } from './job-options';
import { nodeProcessHost } from './locations';
import type { Reporter } from './reporter';
import { requestOfText } from './request-options';

export type BenchOptions = Omit<JobOptions, 'plan' | 'degree' | 'reuse'> & {
  readonly preset?: 'paper';
  readonly stepMs: number;
  readonly degrees?: readonly number[];
  readonly reuse: readonly Reuse[];
  readonly prompt?: string;
  readonly seeds: number;
  readonly out?: string;
  readonly compare?: string;
};

const PAPER_DEGREES = [1, 2, 3, 4, 5, 6, 7, 8];

/** Measures plans on real devices, or rehearses the paper's workloads on virtual ones; prints and saves a report. */
export async function bench(options: BenchOptions, reporter: Reporter): Promise<void> {
  const earlier = options.compare === undefined ? undefined : await readReport(options.compare);
  const cancellation = new AbortController();
  const stop = (): void => cancellation.abort(new StudioError('cancelled', 'The benchmark was stopped.'));
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const report =
      options.preset === 'paper'
        ? await rehearsePaper({
            processes: nodeProcessHost(),
            stepMs: options.stepMs,
            degrees: options.degrees ?? PAPER_DEGREES,
            onRun: tellRun,
            signal: cancellation.signal,
          })
        : await measure(options, cancellation.signal);
    if (options.out !== undefined) {
      await writeWhole(resolve(options.out), Buffer.from(`${JSON.stringify(report, null, 2)}\n`));
    }
    const comparison =
      earlier?.kind === 'plans' && report.kind === 'plans' ? [comparisonOf(report, earlier)] : [];
    reporter.done([tableOf(report), ...comparison].join('\n\n'), { type: 'benchmark', report });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** On standard error: the outcome alone is standard output. */
const tellRun = (run: number, runs: number, what: string): void => {
  process.stderr.write(`Run ${run + 1} of ${runs}: ${what}\n`);
};

async function measure(options: BenchOptions, signal: AbortSignal): Promise<BenchmarkReport> {
  const { degrees, reuse: reuses, prompt, seeds, ...asked } = options;
  // The most that the devices allow, with the model's own defaults for what was left open.
  const most = await preparePlan({ ...asked, plan: 'parastep', reuse: reuses[0] ?? 'own' });
  const { bundle, inspection, devices } = most;
  const { steps, warmup, cooldown } = most.plan;
  const ids = devices.map(({ id }) => id);
  const chosen = degrees ?? (ids.length > 1 ? [ids.length] : []);
  const tooMany = chosen.find((degree) => degree > ids.length);
  if (tooMany !== undefined) {
    throw new StudioError(
      'bad-request',
      `Degree ${tooMany} needs ${tooMany} devices and ${ids.length} were chosen: name more with --devices.`,
    );
  }
  const plans: PlanToMeasure[] = [
    { plan: sequentialPlan(steps), reuse: 'own', devices: ids.slice(0, 1) },
    ...chosen
      .filter((degree) => degree > 1)
      .flatMap((degree) =>
        reuses.map((reuse) => ({
          plan: makePlan({ steps, degree, warmup, cooldown, devices: degree }),
          reuse,
          devices: ids.slice(0, degree),
        })),
      ),
  ];
  const { examples } = bundle.manifest;
  const requestOf = (seed: number) =>
    requestOfText(inspection.kind, bundle, most.plan, {
      prompt: prompt ?? examples[seed % Math.max(1, examples.length)] ?? 'a boat at sea',
      seed,
    });
  inspection.check(requestOf(0));
  const engine = new Engine({ processes: nodeProcessHost(), devices });
  try {
    return await measurePlans({
      engine,
      bundle,
      plans,
      seeds: Array.from({ length: seeds }, (_, seed) => seed),
      requestOf,
      onRun: (run, runs, plan) => tellRun(run, runs, nameOf({ ...plan, devices: [...plan.devices] })),
      signal,
    });
  } finally {
    await engine.close();
  }
}

async function readReport(path: string): Promise<BenchmarkReport> {
  try {
    return reportSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new StudioError(
      'bad-request',
      `${path} is no benchmark report: choose a file that bench has written.`,
      {
        detail: String(error),
      },
    );
  }
}
