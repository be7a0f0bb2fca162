import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cpuDevices,
  type DeviceSpec,
  Engine,
  type EvaluationEvent,
  type JobEvent,
  type JobResult,
  jobCancelled,
  largestBatch,
  type Media,
  StudioError,
  saveUnfinished,
  type UnfinishedJob,
  writeWhole,
} from '../../workers/api';
import { Discovery } from '../devices/discovery/discover';
import { checkResultDestination } from '../export/write-result';
import { fitOf, memoryNotices, requestFor } from '../jobs/memory-fit';
import { pngOf } from '../pictures/read-picture';
import { SOURCE_FILE } from '../pictures/source-store';
import { type JobOptions, preparePlan, stepTimes } from './job-options';
import { nodeProcessHost } from './locations';
import { planOnReadyDevices } from './ready-plan';
import type { Reporter } from './reporter';
import { prepareRequest, type RequestOptions } from './request-options';

export type GenerateOptions = JobOptions &
  RequestOptions & {
    readonly out: string;
    readonly overwrite?: boolean;
    /** Keep the job's folder (raw frames, result, telemetry) here. */
    readonly jobFolder?: string;
  };

/** Makes one clip. Everything that can be refused is refused before a process starts. */
export async function generate(options: GenerateOptions, reporter: Reporter): Promise<void> {
  const asked = await preparePlan(options);
  const { bundle, inspection } = asked;
  const { request, source } = await prepareRequest(inspection.kind, bundle, asked.plan, options);
  inspection.check(request);
  const shape =
    request.kind === 'text-to-audio'
      ? ({ kind: 'audio', count: request.waveforms } as const)
      : ({ kind: 'video' } as const);
  const destination = await checkResultDestination(options.out, shape, {
    overwrite: options.overwrite ?? false,
  });
  const folder = options.jobFolder ?? (await mkdtemp(join(tmpdir(), 'parastep-job-')));
  if (options.jobFolder !== undefined) await mkdir(folder, { recursive: true });
  if (source !== undefined) {
    await writeWhole(join(folder, source.file), source.picture.data);
    if (options.jobFolder !== undefined) {
      await writeWhole(join(folder, SOURCE_FILE), await pngOf(source.picture));
    }
  }

  const engine = new Engine({ processes: nodeProcessHost(), devices: withEncoder(asked.wished) });
  let keepFolder = options.jobFolder !== undefined;
  const interruption = new AbortController();
  const { signal } = interruption;
  const onInterrupt = (): void => interruption.abort(jobCancelled());
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt);
  let isMade = false;
  try {
    const { plan, devices, speedup } = await planOnReadyDevices(engine, asked, options, reporter, signal);
    const ids = devices.map(({ id }) => id);
    const machine = await new Discovery().machine();
    const fit = fitOf({ inspection, request, devices, machine, batch: largestBatch(plan) });
    for (const text of memoryNotices(fit)) reporter.event({ type: 'notice', text });
    const { encodeOnProcessor = false, inTurn = false } = fit?.placement ?? {};
    const description = {
      ...{ id: randomUUID(), bundle: bundle.folder, plan, reuse: options.reuse },
      request: requestFor(request, fit),
      ...(inTurn && { inTurn }),
    };
    const telemetry: EvaluationEvent[] = [];
    const onEvent = (event: JobEvent): void => {
      if (event.type === 'evaluations') telemetry.push(...event.events);
      reporter.event(event);
    };
    const encodeOn = encodeOnProcessor ? encoderOf(asked.wished) : undefined;
    const job = engine.start({ ...description, outputFolder: folder }, ids, onEvent, { encodeOn });
    signal.addEventListener('abort', () => job.cancel());
    if (signal.aborted) job.cancel();
    const result = await job.result.catch(async (thrown: unknown) => {
      const error = StudioError.from(signal.aborted ? signal.reason : thrown);
      if (keepFolder && telemetry.length > 0) {
        const unfinished: UnfinishedJob = {
          formatVersion: 1,
          ...description,
          devices: ids,
          error: error.toValue(),
        };
        await saveUnfinished(folder, unfinished, telemetry).catch(() => undefined);
      }
      throw error;
    });
    isMade = true;
    await stepTimes().note(bundle.manifest.id, request, telemetry, devices);
    try {
      await destination.write(folder, result);
    } catch (error) {
      keepFolder = true;
      const { code, message, detail } = StudioError.from(error);
      throw new StudioError(
        code,
        `${message} What was made is kept: write it again with parastep export ${folder} --out FILE.`,
        { detail },
      );
    }
    reporter.done(summary(result, destination.paths, plan.degree, speedup), {
      type: 'finished',
      file: destination.paths[0],
      files: destination.paths,
      result,
    });
  } catch (error) {
    // Whatever the interruption broke on its way, this is why; what is made already is written to its end.
    if (!isMade) signal.throwIfAborted();
    throw error;
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
    await engine.close();
    if (source !== undefined) await rm(join(folder, source.file), { force: true });
    if (!keepFolder) await rm(folder, { recursive: true, force: true });
  }
}

/** The devices, and a processor to encode on where there is none among them. */
function withEncoder(devices: readonly DeviceSpec[]): DeviceSpec[] {
  return devices.some(({ provider }) => provider === 'cpu') ? [...devices] : [...devices, ...cpuDevices(1)];
}

const encoderOf = (devices: readonly DeviceSpec[]): string | undefined =>
  withEncoder(devices).find(({ provider }) => provider === 'cpu')?.id;

function summary(
  { request, media, timings, devices }: JobResult,
  paths: readonly string[],
  degree: number,
  ideal: number,
): string {
  const how =
    degree > 1
      ? `ParaStep degree ${degree} on ${devices.join(', ')}, ideal ${ideal.toFixed(2)}x`
      : `sequential on ${devices.join(', ')}`;
  return `${paths.join('\n')}\n${extentOf(media)}, seed ${request.seed}, ${(timings.total / 1000).toFixed(1)} s (${how})`;
}

function extentOf(media: Media): string {
  switch (media.kind) {
    case 'video':
      return `${media.frames} frames of ${media.width}x${media.height}`;
    case 'audio': {
      const seconds = (media.samples / media.sampleRate).toFixed(2);
      const sounds = media.waveforms === 1 ? 'a sound' : `${media.waveforms} sounds`;
      return `${sounds} of ${seconds} s at ${media.sampleRate} samples a second`;
    }
  }
}
