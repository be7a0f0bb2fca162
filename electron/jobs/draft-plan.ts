import {
  type CandidateDevice,
  largestBatch,
  leftOutSentence,
  MOST_SLOTS_PER_DEVICE,
  type Plan,
  StudioError,
  spreadSteps,
} from '../../workers/api';
import type { JobDraft } from '../contract';

export type DraftPlan = {
  readonly plan: Plan;
  /** The devices that the plan gives work to, in its order. */
  readonly devices: readonly string[];
  /** Over the fastest of them alone, at best. */
  readonly speedup: number;
  /** Why the other devices of the draft have no work, as sentences. */
  readonly notices: readonly string[];
  /** The draft with the degree that was chosen, and the devices that work in front: it makes the same again. */
  readonly settled: JobDraft;
};

/**
 * The plan that a draft asks for, by the times that its devices take; degree 1 is sequential on the fastest of them.
 *
 * @param timed what is known of the draft's devices; nothing need be.
 */
export function planOf(draft: JobDraft, timed: readonly CandidateDevice[] = []): DraftPlan {
  const { request, parallelism } = draft;
  const { degree, batch = 1, warmup, cooldown, automatic = false } = parallelism;
  if (new Set(parallelism.devices).size !== parallelism.devices.length) {
    throw new StudioError('bad-request', 'A device is chosen twice: choose each device once.');
  }
  const count = parallelism.devices.length;
  const slots = MOST_SLOTS_PER_DEVICE * batch;
  if (!automatic && degree > slots * count) {
    throw new StudioError(
      'bad-request',
      `Degree ${degree} needs ${Math.ceil(degree / slots)} devices and ${count} are chosen: choose more devices, or lower the degree.`,
    );
  }
  const workers = parallelism.devices.map(
    (id) => timed.find((device) => device.id === id) ?? { id, stepMs: undefined, isProcessor: true },
  );
  const { plan, devices, leftOut, speedup } = spreadSteps({
    steps: request.steps,
    warmup,
    cooldown,
    ...(!automatic && { degree, batch }),
    workers,
  });
  const { automatic: _, batch: __, ...rest } = parallelism;
  const inOneRun = largestBatch(plan);
  const idle = parallelism.devices.filter((id) => !devices.includes(id));
  return {
    plan,
    devices,
    speedup,
    notices: leftOut.map(leftOutSentence),
    settled: {
      ...draft,
      parallelism: {
        ...rest,
        devices: [...devices, ...idle],
        degree: plan.degree,
        ...(inOneRun > 1 && { batch: inOneRun }),
      },
    },
  };
}
