import {
  type EvaluationEvent,
  idealSpeedup,
  type JobDraft,
  makePlan,
  type Plan,
  type RequestOf,
  type ResultDetail,
  titleOf,
} from '../../../electron/contract/index';
import { MODELS } from './catalogue';
import { type FakeClip, makeClip, noise, thumbnail } from './clips';

export function planOf({ request, parallelism }: JobDraft): Plan {
  const { degree, warmup, cooldown, devices } = parallelism;
  return makePlan({ steps: request.steps, degree, warmup, cooldown, devices: devices.length });
}

/** What one round of a plan would leave as telemetry, starting at a time. */
export function roundEvents(draft: JobDraft, plan: Plan, index: number, start: number): EvaluationEvent[] {
  const round = plan.rounds[index];
  if (round === undefined) return [];
  return round.evaluations.map(({ slot, step, branch, device }) => {
    const length = 80 + 30 * noise(step);
    const exchange = 6 + 8 * noise(step + 9);
    return {
      round: index,
      kind: round.kind,
      slot,
      step,
      branch,
      device: draft.parallelism.devices[device] ?? `cpu:${device}`,
      dispatched: start,
      started: start + exchange,
      ended: start + exchange + length,
      received: start + 2 * exchange + length,
      bytesDown: 81_920,
      bytesUp: 81_920,
      headerBytes: 48,
      drift: slot === 0 ? null : 0.02 + 0.08 * noise(step + 4),
    };
  });
}

export const ROUND_MS = 130;

export function allEvents(draft: JobDraft, plan: Plan): EvaluationEvent[] {
  return plan.rounds.flatMap((_, i) => roundEvents(draft, plan, i, 900 + i * ROUND_MS));
}

export function draftOf(
  prompt: string,
  seed: number,
  patch: Partial<RequestOf<'text-to-video'>> = {},
): JobDraft {
  return {
    model: 'demo-text-to-video',
    request: {
      kind: 'text-to-video',
      prompt,
      negativePrompt: '',
      seed,
      steps: 50,
      guidanceScale: 5,
      dynamicGuidance: false,
      frames: 17,
      width: 64,
      height: 64,
      fps: 8,
      ...patch,
    },
    parallelism: { devices: ['cpu:0', 'cpu:1'], degree: 2, warmup: 8, cooldown: 0, reuse: 'own' },
  };
}

export const commandLineOf = ({ request, parallelism }: JobDraft): string =>
  `parastep generate --prompt "${titleOf(request)}" --seed ${request.seed} --steps ${request.steps} --devices ${parallelism.devices.join(',')} --degree ${parallelism.degree} --warmup ${parallelism.warmup} --reuse ${parallelism.reuse}`;

export async function makeResult(id: string, createdAt: number, draft: JobDraft): Promise<ResultDetail> {
  const { request, parallelism } = draft;
  // What was made in parallel is a little off, as it is in truth.
  const clip: FakeClip = makeClip({ ...request, roughness: parallelism.degree === 1 ? 0 : 0.02 });
  const { rgb: _, ...shape } = clip;
  const plan = planOf(draft);
  const evaluations = allEvents(draft, plan);
  const denoise = plan.rounds.length * ROUND_MS;
  return {
    id,
    createdAt,
    kind: request.kind,
    title: titleOf(request),
    seed: request.seed,
    modelTitle: MODELS.models.find((model) => model.id === draft.model)?.title ?? draft.model,
    seconds: (denoise + 2000) / 1000,
    degree: parallelism.degree,
    devices: parallelism.devices,
    thumbnailUrl: await thumbnail(clip),
    media: {
      kind: 'video',
      ...shape,
      fps: request.fps,
      framesUrl: URL.createObjectURL(new Blob([clip.rgb])),
    },
    draft,
    plan,
    idealSpeedup: idealSpeedup(plan),
    notices: [],
    timings: {
      total: denoise + 2000,
      stages: { load: 640, encode: 180, denoise, decode: 1020, save: 160 },
    },
    memory: {
      conductorPeakBytes: 142_000_000,
      devices: parallelism.devices.map((device) => ({ device, peakResidentBytes: 412_000_000 })),
    },
    evaluations,
    commandLine: commandLineOf(draft),
    folder: `/home/ada/Videos/ParaStep Studio/${id}`,
  };
}
