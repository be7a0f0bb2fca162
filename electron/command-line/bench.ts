import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Engine, type GenerationRequest, type Reuse, StudioError, writeWhole } from '../../workers/api';
import { measurePlans } from '../benchmark/measure-plans';
import { PAPER_DEGREES, rehearsePaper } from '../benchmark/paper';
import { plansToMeasure } from '../benchmark/plans-to-measure';
import type { RunProgress } from '../benchmark/run-teller';
import { comparisonOf, tableOf } from '../benchmark/tables';
import { type BenchmarkReport, reportSchema } from '../contract/benchmark';
import type { Fit, Focus } from '../contract/framing';
import { checkFile } from '../export/destination';
import { interruptible } from './interruptible';
import { type JobOptions, preparePlan } from './job-options';
import { nodeProcessHost } from './locations';
import type { Reporter } from './reporter';
import { prepareRequest } from './request-options';

export type BenchOptions = Omit<JobOptions, 'plan' | 'degree' | 'batchSteps' | 'reuse'> & {
  readonly preset?: 'paper';
  readonly stepMs: number;
  readonly degrees?: readonly number[];
  readonly batchSteps: readonly number[];
  readonly reuse: readonly Reuse[];
  readonly prompt?: string;
  readonly image?: string;
  readonly fit: Fit;
  readonly focus: Focus;
  readonly seeds: number;
  readonly out?: string;
  readonly compare?: string;
};

/** Measures plans on real devices, or rehearses the paper's workloads on virtual ones; prints and saves a report. */
export async function bench(options: BenchOptions, reporter: Reporter): Promise<void> {
  const earlier = options.compare === undefined ? undefined : await readReport(options.compare);
  // Now, and not when all has been measured.
  const out = options.out === undefined ? undefined : await checkFile(options.out, { overwrite: true });
  const report = await interruptible('The benchmark was stopped.', (signal) =>
    options.preset === 'paper' ? rehearse(options, signal) : measure(options, signal),
  );
  const comparison =
    earlier?.kind === 'plans' && report.kind === 'plans' ? [comparisonOf(report, earlier)] : [];
  // First of all, so that nothing is lost where the file cannot be written after all.
  reporter.done([tableOf(report), ...comparison].join('\n\n'), { type: 'benchmark', report });
  if (out !== undefined) await writeWhole(out, Buffer.from(`${JSON.stringify(report, null, 2)}\n`));
}

const rehearse = ({ stepMs, degrees }: BenchOptions, signal: AbortSignal): Promise<BenchmarkReport> =>
  rehearsePaper({
    processes: nodeProcessHost(),
    stepMs,
    degrees: degrees ?? PAPER_DEGREES,
    onProgress: runTeller(),
    signal,
  });

/** Tells each run once, on standard error: the outcome alone is standard output. */
function runTeller(): (progress: RunProgress) => void {
  let told = -1;
  return ({ run, runs, what }) => {
    if (run === told) return;
    told = run;
    process.stderr.write(`Run ${run + 1} of ${runs}: ${what}\n`);
  };
}

async function measure(options: BenchOptions, signal: AbortSignal): Promise<BenchmarkReport> {
  const { degrees, batchSteps, reuse: reuses, prompt, image, fit, focus, seeds, ...asked } = options;
  // The most that the devices allow, with the model's own defaults for what was left open.
  const most = await preparePlan({ ...asked, plan: 'parastep', reuse: reuses[0] ?? 'own' });
  const { bundle, inspection } = most;
  const { parastep, examples } = bundle.manifest;
  const { steps } = most.plan;
  // Not the plan's own, which has none where it is for one device alone.
  const warmup = options.warmup ?? parastep.warmup;
  const cooldown = options.cooldown ?? parastep.cooldown;
  const devices = most.wished.map(({ id }) => id);
  const plans = plansToMeasure({
    ...{ steps, warmup, cooldown, reuses, devices },
    degrees: degrees ?? [devices.length],
    batches: batchSteps,
  });
  const { request, source } = await prepareRequest(inspection.kind, bundle, most.plan, {
    ...{ fit, focus, seed: 0 },
    ...(image !== undefined && { image }),
    ...(inspection.kind !== 'image-to-video' && { prompt: examples[0] ?? 'a boat at sea' }),
    ...(prompt !== undefined && { prompt }),
  });
  inspection.check(request);
  const requestOf = (seed: number): GenerationRequest => {
    if (request.kind === 'image-to-video' || prompt !== undefined) return { ...request, seed };
    return { ...request, seed, prompt: examples[seed % examples.length] ?? request.prompt };
  };
  const engine = new Engine({ processes: nodeProcessHost(), devices: most.wished });
  try {
    return await measurePlans({
      engine,
      model: { folder: bundle.folder, title: bundle.manifest.title },
      plans,
      seeds: Array.from({ length: seeds }, (_, seed) => seed),
      requestOf,
      ...(source !== undefined && {
        placeInputs: (_request, folder) => writeWhole(join(folder, source.file), source.picture.data),
      }),
      onProgress: runTeller(),
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
