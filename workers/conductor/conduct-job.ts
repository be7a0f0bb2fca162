import { checkBundle } from '../bundle/check-bundle';
import { type Bundle, openBundle } from '../bundle/open-bundle';
import { verifyBundle } from '../bundle/verify-bundle';
import type { Device, GraphRef } from '../device/device';
import { openPipeline } from '../pipelines/open-pipeline';
import type { MediaOutput, Pipeline } from '../pipelines/pipeline';
import type { ConductorCommand, ConductorEvent, Job, JobResult } from '../protocol/conductor-control';
import { isVirtual } from '../protocol/device-spec';
import { StudioError } from '../protocol/errors';
import { abortable } from './abortable';
import { denoiseOnDevices } from './denoise-stage';
import { checkLanes, withLanes } from './lanes';
import { saveResult } from './output';
import { PreviewTeller } from './preview-teller';
import { StageClock } from './stage-clock';

type StartCommand = Extract<ConductorCommand, { type: 'start' }>;

/** Runs a job over its lanes, from the bundle's check to the saved result. Rejects with a StudioError. */
export async function conductJob(
  { job, verified, lanes, deadlines }: StartCommand,
  tell: (event: ConductorEvent) => void,
  signal: AbortSignal,
): Promise<JobResult> {
  checkLanes(job.plan, lanes);
  const bundle = await openBundle(job.bundle);
  tell({ type: 'verified', stamp: await verifyBundle(bundle, { signal, known: verified }) });
  checkBundle(bundle);
  const pipeline = await openPipeline(bundle, job.request, job.outputFolder);
  return withLanes({ plan: job.plan, lanes, deadlines, latentsSize: pipeline.latentsSize }, (devices) =>
    runJob({ job, bundle, pipeline, devices, tell, signal }),
  );
}

export type RunJobOptions = {
  readonly job: Job;
  readonly bundle: Bundle;
  readonly pipeline: Pipeline;
  /** In the plan's order. */
  readonly devices: readonly Device[];
  readonly tell: (event: ConductorEvent) => void;
  readonly signal: AbortSignal;
};

/** The stages of a job on devices that are ready, wherever they live. */
export async function runJob(options: RunJobOptions): Promise<JobResult> {
  const { job, bundle, pipeline, devices, tell, signal } = options;
  const clock = new StageClock(tell);
  const notices = [...virtualNotice(devices), ...pipeline.notices];
  for (const text of notices) tell({ type: 'notice', text });

  const [first] = devices;
  if (first === undefined) throw new StudioError('protocol', 'A job needs a device.');

  clock.enter('load');
  await abortable(loadGraphs(pipeline, devices, clock), signal);

  clock.enter('encode');
  const task = await abortable(pipeline.encode(first), signal);
  await abortable(Promise.all(devices.map((device) => device.bind(task.binding))), signal);

  const previews = new PreviewTeller(pipeline.preview, tell);
  const { latents, events } = await denoiseOnDevices({
    ...job,
    task,
    devices,
    clock,
    previews,
    tell,
    signal,
  });

  clock.enter('decode');
  const output = await abortable<MediaOutput>(
    pipeline.decode(devices, latents, (done, total) => clock.progress(done, total)),
    signal,
  );

  clock.enter('save');
  const memory = {
    conductorPeakBytes: process.resourceUsage().maxRSS * 1024,
    devices: await Promise.all(
      devices.map(async (device) => {
        const { peakResidentBytes } = await device.stats();
        return { device: device.id, peakResidentBytes };
      }),
    ),
  };
  const result: Omit<JobResult, 'media' | 'timings'> = {
    formatVersion: 1,
    id: job.id,
    bundle: { id: bundle.manifest.id, title: bundle.manifest.title, folder: bundle.folder },
    request: job.request,
    plan: job.plan,
    reuse: job.reuse,
    devices: devices.map(({ id }) => id),
    notices,
    memory,
  };
  return saveResult(job.outputFolder, output, events, (media) => ({
    ...result,
    media,
    timings: { ...clock.finish(), previews: previews.spentMs },
  }));
}

/** Nobody may take what virtual devices have made up for the model's work. */
function virtualNotice(devices: readonly Device[]): string[] {
  if (!devices.some(({ id }) => isVirtual(id))) return [];
  return [
    'Made with virtual devices, which compute nothing: the times are modelled and the content is made up.',
  ];
}

async function loadGraphs(pipeline: Pipeline, devices: readonly Device[], clock: StageClock): Promise<void> {
  const { encoderGraphs, denoiserGraphs, decoderGraphs, decodesOnAllDevices } = pipeline;
  const work = devices.flatMap((device, index): [Device, GraphRef][] => {
    const graphs = [
      ...(index === 0 ? encoderGraphs : []),
      ...denoiserGraphs,
      ...(index === 0 || decodesOnAllDevices ? decoderGraphs : []),
    ];
    return graphs.map((graph) => [device, graph]);
  });
  let done = 0;
  await Promise.all(
    work.map(async ([device, graph]) => {
      await device.load(graph);
      clock.progress(++done, work.length);
    }),
  );
}
