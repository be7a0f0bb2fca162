import type { CandidateDevice, Engine } from '../../workers/api';
import type { JobDraft } from '../contract';
import { type DraftPlan, planOf } from './draft-plan';

/**
 * Starts the devices that a draft asks for and plans with those that are ready; those that are not are told like
 * those that are too slow. Throws the first failure if no device is ready.
 */
export async function startDevices(
  pool: Engine['devices'],
  draft: JobDraft,
  timed: readonly CandidateDevice[],
): Promise<DraftPlan> {
  const asked = planOf(draft, timed);
  const { failures } = await pool.start(asked.devices);
  const [first] = failures;
  if (first === undefined) return asked;
  const failed = new Set(failures.map(({ device }) => device));
  const rest = draft.parallelism.devices.filter((id) => !failed.has(id));
  if (rest.length === 0) throw first;
  const planned = await startDevices(pool, onDevices(draft, rest), timed);
  const told = failures.map(({ message }) => `${message} The job goes on without it.`);
  return { ...planned, notices: [...told, ...planned.notices] };
}

const onDevices = (draft: JobDraft, devices: readonly string[]): JobDraft => ({
  ...draft,
  parallelism: {
    ...draft.parallelism,
    devices: [...devices],
    degree: Math.min(draft.parallelism.degree, devices.length),
  },
});
