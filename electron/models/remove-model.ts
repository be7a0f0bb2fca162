import { StudioError } from '../../workers/api';
import type { Job } from '../contract';
import { trashError } from '../files/trash-error';
import type { ModelCatalogue } from './catalogue';

export type ModelRemoval = {
  readonly models: ModelCatalogue;
  readonly jobs: readonly Job[];
  readonly isBenchmarkRunning: boolean;
  readonly trash: (path: string) => Promise<void>;
};

/** Moves a model that the user has installed to the trash. Rejects with `bad-request` where that may not be. */
export async function removeModel(
  id: string,
  { models, jobs, isBenchmarkRunning, trash }: ModelRemoval,
): Promise<void> {
  const { card } = await models.get(id);
  if (!card.removable) {
    throw new StudioError(
      'bad-request',
      `${card.title} was not installed by this app: it stays where it is.`,
    );
  }
  if (jobs.some(({ draft, state }) => draft.model === id && (state === 'running' || state === 'waiting'))) {
    throw new StudioError(
      'bad-request',
      `${card.title} is needed by a job in the queue: wait for it, or take it off the queue first.`,
    );
  }
  if (isBenchmarkRunning) {
    throw new StudioError('bad-request', 'A benchmark is running: wait for it, or stop it first.');
  }
  await trash(card.folder).catch((error: unknown) => {
    throw trashError(card.folder, error);
  });
}
