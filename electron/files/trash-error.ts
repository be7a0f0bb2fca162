import { StudioError } from '../../workers/api';

export const trashError = (path: string, error: unknown): StudioError =>
  new StudioError(
    'output-failed',
    `${path} could not be moved to the trash: delete it in your file manager, or check that you may write there.`,
    { detail: String(error) },
  );
