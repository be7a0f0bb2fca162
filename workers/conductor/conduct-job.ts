import { checkBundle } from '../bundle/check-bundle';
import { type Bundle, openBundle, verifyBundle } from '../bundle/open-bundle';
import type { Device, GraphRef } from '../device/device';
import { denoise, type EvaluationRecord } from '../parastep/denoise';
import { checkPlan } from '../parastep/plan';
import { openPipeline } from '../pipelines/open-pipeline';
import type { Pipeline, VideoOutput } from '../pipelines/pipeline';
import type {
  ConductorCommand,
  ConductorEvent,
  EvaluationEvent,
  Job,
  JobResult,
} from '../protocol/conductor-control';
import { StudioError } from '../protocol/errors';
import { abortable } from './abortable';
import { saveResult } from './output';
import { PreviewTeller } from './preview-teller';
import { RemoteDevice } from './remote-device';
import { StageClock } from './stage-clock';
import { TelemetryBatcher } from './telemetry-batcher';

type StartCommand = Extract<ConductorCommand, { type: 'start' }>;

/** Room for latents down and noise up, and for the text embeddings that are bound once. */
const LEAST_SHARED_BYTES = 4 * 2 ** 20;

/** Runs a job over its lanes, from the bundle's check to the saved result. Rejects with a StudioError. */
export async function conductJob(
  { job, lanes, deadlines }: StartCommand,
  tell: (event: ConductorEvent) => void,
  signal: AbortSignal,
): Promise<JobResult> {
  checkPlan(job.plan);
  if (lanes.length !== job.plan.devices) {
    throw new StudioError(
      'protocol',
      `The plan is for ${job.plan.devices} devices and ${lanes.length} were given.`,
    );
  }
  const bundle = await openBundle(job.bundle);
  await verifyBundle(bundle, signal);
  checkBundle(bundle);
  const pipeline = await openPipeline(bundle, job.request);
  const sharedBytes = Math.max(LEAST_SHARED_BYTES, 4 * pipeline.latentsSize * Float32Array.BYTES_PER_ELEMENT);
  const connecting = lanes.map(({ device, address, token }) =>
    RemoteDevice.connect({ id: device, address, token, deadlines, sharedBytes }),
  );
  try {
    const devices = await Promise.all(connecting);
    return await runJob({ job, bundle, pipeline, devices, tell, signal });
  } finally {
    // Closing a lane also makes its worker forget what this job bound.
    for (const lane of await Promise.allSettled(connecting)) {
      if (lane.status === 'fulfilled') lane.value.close();
    }
  }
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
  for (const text of pipeline.notices) tell({ type: 'notice', text });

  const [first] = devices;
  if (first === undefined) throw new StudioError('protocol', 'A job needs a device.');

  clock.enter('load');
  await abortable(loadGraphs(pipeline, devices, clock), signal);

  clock.enter('encode');
  const task = await abortable(pipeline.encode(first), signal);
  await abortable(Promise.all(devices.map((device) => device.bind(task.binding))), signal);

  clock.enter('denoise');
  const previews = new PreviewTeller(pipeline.preview, tell);
  const telemetry = new TelemetryBatcher((events) => tell({ type: 'evaluations', events }));
  const latents = await denoise({
    plan: job.plan,
    reuse: job.reuse,
    scheduler: task.scheduler,
    initialLatents: task.initialLatents.data,
    guidanceScalesAt: task.guidanceScalesAt,
    signal,
    evaluate: (index, request) => abortable((devices[index] as Device).evaluate(request), signal),
    onEvaluation: (record) => telemetry.push(eventOf(record, devices, clock.startedAt)),
    onRound: (done, cleanEstimate) => {
      clock.progress(done, job.plan.steps);
      previews.offer(done, cleanEstimate);
    },
  }).finally(() => telemetry.flush());

  clock.enter('decode');
  const output = await abortable<VideoOutput>(
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
    notices: [...pipeline.notices],
    memory,
  };
  return saveResult(job.outputFolder, output, telemetry.all, (media) => ({
    ...result,
    media,
    timings: { ...clock.finish(), previews: previews.spentMs },
  }));
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

function eventOf(
  { round, kind, evaluation, timing, drift }: EvaluationRecord,
  devices: readonly Device[],
  origin: bigint,
): EvaluationEvent {
  const since = (time: bigint): number => Number(time - origin) / 1e6;
  return {
    round,
    kind,
    slot: evaluation.slot,
    step: evaluation.step,
    branch: evaluation.branch,
    device: (devices[evaluation.device] as Device).id,
    dispatched: since(timing.dispatched),
    started: since(timing.started),
    ended: since(timing.ended),
    received: since(timing.received),
    bytesDown: timing.bytesDown,
    bytesUp: timing.bytesUp,
    headerBytes: timing.headerBytes,
    drift: drift ?? null,
  };
}
