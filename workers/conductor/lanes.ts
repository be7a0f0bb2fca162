import type { Device } from '../device/device';
import { checkPlan, largestBatch, type Plan } from '../parastep/plan';
import type { LaneAddress } from '../protocol/conductor-control';
import { StudioError } from '../protocol/errors';
import { bytesToShare } from '../transport/tensor-carrier';
import type { Deadlines } from './deadlines';
import { RemoteDevice } from './remote-device';

/** Room for latents down and noise up, and for the text embeddings that are bound once. */
const LEAST_SHARED_BYTES = 4 * 2 ** 20;

/** Refuses a plan that is inconsistent or has not one lane per device. */
export function checkLanes(plan: Plan, lanes: readonly LaneAddress[]): void {
  checkPlan(plan);
  if (lanes.length === plan.devices) return;
  throw new StudioError(
    'protocol',
    `The plan is for ${plan.devices} devices and ${lanes.length} were given.`,
  );
}

export type LaneOptions = {
  readonly plan: Plan;
  readonly lanes: readonly LaneAddress[];
  readonly deadlines: Deadlines;
  /** Elements of one set of latents. */
  readonly latentsSize: number;
};

/** Connects every lane, works with the devices at their ends, and closes the lanes however the work ends. */
export async function withLanes<T>(
  { plan, lanes, deadlines, latentsSize }: LaneOptions,
  work: (devices: readonly Device[]) => Promise<T>,
): Promise<T> {
  const latentsBytes = latentsSize * Float32Array.BYTES_PER_ELEMENT;
  const sharedBytes = Math.max(LEAST_SHARED_BYTES, bytesToShare(largestBatch(plan), latentsBytes));
  const connecting = lanes.map(({ device, address, token }) =>
    RemoteDevice.connect({ id: device, address, token, deadlines, sharedBytes }),
  );
  try {
    return await work(await Promise.all(connecting));
  } finally {
    // Closing a lane also makes its worker forget what this job bound.
    for (const lane of await Promise.allSettled(connecting)) {
      if (lane.status === 'fulfilled') lane.value.close();
    }
  }
}
