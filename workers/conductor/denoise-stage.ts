import type { Device } from '../device/device';
import { denoise, type EvaluationRecord } from '../parastep/denoise';
import type { Plan } from '../parastep/plan';
import type { Reuse } from '../parastep/reuse';
import type { DenoisingTask } from '../pipelines/pipeline';
import type { ConductorEvent, EvaluationEvent } from '../protocol/conductor-control';
import { abortable } from './abortable';
import type { PreviewTeller } from './preview-teller';
import type { StageClock } from './stage-clock';
import { TelemetryBatcher } from './telemetry-batcher';

export type DenoiseStageOptions = {
  readonly plan: Plan;
  readonly reuse: Reuse;
  readonly task: DenoisingTask;
  /** In the plan's order, the task bound on each. */
  readonly devices: readonly Device[];
  readonly clock: StageClock;
  readonly previews: PreviewTeller;
  readonly tell: (event: ConductorEvent) => void;
  readonly signal: AbortSignal;
};

/** `offerLastPreview` is for when the devices are at work again. */
type Denoised = {
  readonly latents: Float32Array;
  readonly events: readonly EvaluationEvent[];
  readonly offerLastPreview: () => void;
};

/** The denoising of a job: walks the plan on the devices and tells progress, previews and every evaluation. */
export async function denoiseOnDevices({
  plan,
  reuse,
  task,
  devices,
  clock,
  previews,
  tell,
  signal,
}: DenoiseStageOptions): Promise<Denoised> {
  clock.enter('denoise');
  let offerLastPreview = (): void => undefined;
  const telemetry = new TelemetryBatcher((events) => tell({ type: 'evaluations', events }));
  const latents = await denoise({
    plan,
    reuse,
    scheduler: task.scheduler,
    initialLatents: task.initialLatents.data,
    guidanceScalesAt: task.guidanceScalesAt,
    deviceNames: devices.map(({ id }) => id),
    signal,
    evaluate: (index, request) => abortable((devices[index] as Device).evaluate(request), signal),
    onEvaluation: (record) => telemetry.push(eventOf(record, devices, clock.startedAt)),
    onRound: (done, cleanEstimate) => {
      clock.progress(done, plan.steps);
      const offer = (): void => previews.offer(done, cleanEstimate);
      // Only decoding follows the last round, and it need not wait.
      if (done < plan.steps) offer();
      else offerLastPreview = offer;
    },
  }).finally(() => telemetry.flush());
  return { latents, events: telemetry.all, offerLastPreview };
}

function eventOf(
  { round, kind, evaluation, timing, batch, drift }: EvaluationRecord,
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
    ...(batch > 1 && { batch }),
  };
}
