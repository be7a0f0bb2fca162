import { StudioError } from '../protocol/errors';
import type { Evaluation } from './plan';

type Part = { readonly evaluation: Evaluation; readonly prediction: Float32Array };

/**
 * A model that has left the number range makes only noise from there on, so the job ends at the step where it
 * happened. Names the device whose prediction it was; none if the prediction itself is finite.
 */
export function nonFinite(step: number, parts: readonly Part[], names: readonly string[] = []): StudioError {
  const culprit = parts.find(({ prediction }) => !prediction.every(Number.isFinite));
  const device = culprit && (names[culprit.evaluation.device] ?? `device ${culprit.evaluation.device}`);
  const whose = device === undefined ? 'The latents' : `The noise that ${device} predicted`;
  return new StudioError(
    'non-finite',
    `${whose} stopped being finite at step ${step + 1}. Try a lower guidance scale, or the float32 version of this model.`,
    { device, detail: `step ${step}, ${culprit ? 'prediction' : 'scheduler'}` },
  );
}
