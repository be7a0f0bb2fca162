import { checkBundle } from '../bundle/check-bundle';
import { type Bundle, openBundle } from '../bundle/open-bundle';
import { verifyBundle } from '../bundle/verify-bundle';
import type { Device } from '../device/device';
import { openPipeline } from '../pipelines/open-pipeline';
import type { MediaOutput, Pipeline } from '../pipelines/pipeline';
import type { ConductorCommand, ConductorEvent, Job, JobResult } from '../protocol/conductor-control';
import { isVirtual } from '../protocol/device-spec';
import { StudioError } from '../protocol/errors';
import { abortable } from './abortable';
import { denoiseOnDevices } from './denoise-stage';
import { checkLanes, withLanes } from './lanes';
import { MODEL_STAGES, ModelParts } from './model-parts';
import { saveResult } from './output';
import { PreviewTeller } from './preview-teller';
import { StageClock } from './stage-clock';

type StartCommand = Extract<ConductorCommand, { type: 'start' }>;

/** Runs a job over its lanes, from the bundle's check to the saved result. Rejects with a StudioError. */
export async function conductJob(
  { job, verified, lanes, encoder, deadlines }: StartCommand,
  tell: (event: ConductorEvent) => void,
  signal: AbortSignal,
): Promise<JobResult> {
  checkLanes(job.plan, lanes);
  const bundle = await openBundle(job.bundle);
  tell({ type: 'verified', stamp: await verifyBundle(bundle, { signal, known: verified }) });
  checkBundle(bundle);
  const pipeline = await openPipeline(bundle, job.request, job.outputFolder);
  const all = encoder === null ? lanes : [...lanes, encoder];
  return withLanes({ plan: job.plan, lanes: all, deadlines, latentsSize: pipeline.latentsSize }, (devices) =>
    runJob({
      ...{ job, bundle, pipeline, tell, signal },
      devices: devices.slice(0, lanes.length),
      encoder: devices[lanes.length],
    }),
  );
}

export type RunJobOptions = {
  readonly job: Job;
  readonly bundle: Bundle;
  readonly pipeline: Pipeline;
  /** In the plan's order. */
  readonly devices: readonly Device[];
  /** The device that encodes, if it is none of them. */
  readonly encoder?: Device | undefined;
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

  const { inTurn = false } = job;
  const { encoder = first } = options;
  const parts = new ModelParts({ pipeline, devices, encoder });
  clock.enter('load');
  // Where memory is short, not even this model's own parts may lie where an earlier job has wanted them.
  await abortable(parts.makeRoom(inTurn ? undefined : bundle.folder), signal);
  const loading = parts.load(inTurn ? ['encode'] : MODEL_STAGES, (done, total) =>
    clock.progress(done, total),
  );
  await abortable(loading, signal);

  clock.enter('encode');
  const task = await abortable(pipeline.encode(encoder), signal);
  if (inTurn) await abortable(parts.exchange('encode', 'denoise'), signal);
  await abortable(Promise.all(devices.map((device) => device.bind(task.binding))), signal);

  const previews = new PreviewTeller(pipeline.preview, tell);
  const { latents, events, offerLastPreview } = await denoiseOnDevices({
    ...job,
    task,
    devices,
    clock,
    previews,
    tell,
    signal,
  });

  clock.enter('decode');
  if (inTurn) await abortable(parts.exchange('denoise', 'decode'), signal);
  const decoding = pipeline.decode(devices, latents, (done, total) => clock.progress(done, total));
  offerLastPreview();
  const output = await abortable<MediaOutput>(decoding, signal);

  if (inTurn) await abortable(parts.unload('decode'), signal);

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
