import { StudioError } from '../protocol/errors';

/** A decoder has answered with infinities or with what is no number at all. */
export const notNumbers = (what: string): StudioError =>
  new StudioError(
    'non-finite',
    `The model's ${what} is not made of numbers. Try a lower guidance scale, or the float32 version of this model.`,
  );
