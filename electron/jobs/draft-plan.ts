import { makePlan, type Plan, StudioError } from '../../workers/api';
import type { JobDraft } from '../contract';

export type DraftPlan = {
  readonly plan: Plan;
  /** The devices that the plan gives work to, in its order. */
  readonly devices: readonly string[];
};

/**
 * The plan that a draft asks for, as the command line makes it: degree 1 is sequential on the first device, and
 * a higher one takes as many devices.
 */
export function planOf({ request: { steps }, parallelism }: JobDraft): DraftPlan {
  const { degree, warmup, cooldown } = parallelism;
  if (new Set(parallelism.devices).size !== parallelism.devices.length) {
    throw new StudioError('bad-request', 'A device is chosen twice: choose each device once.');
  }
  const devices = parallelism.devices.slice(0, degree);
  if (devices.length < degree) {
    throw new StudioError(
      'bad-request',
      `Degree ${degree} needs ${degree} devices and ${devices.length} are chosen: choose more devices, or lower the degree.`,
    );
  }
  const exact = degree === 1 ? { warmup: 0, cooldown: 0 } : { warmup, cooldown };
  return { plan: makePlan({ steps, degree, devices: degree, ...exact }), devices };
}
