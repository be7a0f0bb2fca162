import { type CandidateDevice, StudioError } from '../../workers/api';
import { type Device, isUsable, type Job, type JobDraft } from '../contract';
import type { ModelCatalogue } from '../models/catalogue';
import { planOf } from './draft-plan';

/** What a draft becomes once it has been checked against its model and the devices. */
export type PreparedDraft = Pick<Job, 'plan' | 'idealSpeedup' | 'modelTitle'>;

/** Refuses, before it is put into the queue, what could not run. */
export async function prepareDraft(
  draft: JobDraft,
  models: ModelCatalogue,
  present: readonly Device[],
  timed: readonly CandidateDevice[],
): Promise<PreparedDraft> {
  const { card, inspection } = await models.get(draft.model);
  inspection.check(draft.request);
  const { plan, devices, speedup } = planOf(draft, timed);
  const unknown = draft.parallelism.devices.find((device) => !present.some(({ id }) => id === device));
  if (unknown !== undefined) {
    throw new StudioError(
      'bad-request',
      `There is no device ${unknown}: choose from ${present.map(({ id }) => id).join(', ')}.`,
    );
  }
  const broken = present.find((device) => devices.includes(device.id) && !isUsable(device));
  if (broken?.kind === 'accelerator' && broken.problem !== null) {
    throw new StudioError('device-unavailable', broken.problem, { device: broken.id });
  }
  return { plan, idealSpeedup: speedup, modelTitle: card.title };
}
