import type { EvaluationEvent } from '../protocol/conductor-control';

export type DriftSummary = {
  readonly mean: number;
  readonly greatest: number;
  /** Counted from 1. */
  readonly greatestStep: number;
  readonly predictions: number;
};

/** How far the reused noise was from the predicted; undefined where nothing was reused. */
export function summariseDrift(events: readonly EvaluationEvent[]): DriftSummary | undefined {
  let total = 0;
  let predictions = 0;
  let greatest = Number.NEGATIVE_INFINITY;
  let greatestStep = 0;
  for (const { drift, step } of events) {
    if (drift === null) continue;
    total += drift;
    predictions += 1;
    if (drift > greatest) {
      greatest = drift;
      greatestStep = step + 1;
    }
  }
  return predictions === 0 ? undefined : { mean: total / predictions, greatest, greatestStep, predictions };
}
