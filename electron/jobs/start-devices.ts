import type { Engine, StudioError } from '../../workers/api';
import type { JobDraft } from '../contract';
import { type DraftPlan, planOf } from './draft-plan';

export type StartedPlan = DraftPlan & {
  /** The draft with the devices that are ready. */
  readonly draft: JobDraft;
  readonly failures: readonly StudioError[];
};

/**
 * Starts the devices that a draft asks for and plans with those that are ready: a lower degree where it asked for one
 * device a step. Throws the first failure if no device is ready.
 */
export async function startDevices(pool: Engine['devices'], draft: JobDraft): Promise<StartedPlan> {
  const asked = planOf(draft);
  const { ready, failures } = await pool.start(asked.devices);
  const [first] = failures;
  if (first === undefined) return { ...asked, draft, failures };
  if (ready.length === 0) throw first;
  const reduced = onDevices(draft, ready);
  return { ...planOf(reduced), draft: reduced, failures };
}

const onDevices = (draft: JobDraft, devices: readonly string[]): JobDraft => ({
  ...draft,
  parallelism: {
    ...draft.parallelism,
    devices: [...devices],
    degree: Math.min(draft.parallelism.degree, devices.length),
  },
});
