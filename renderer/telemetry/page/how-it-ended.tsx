import type { Job } from '../../../electron/contract/index';
import { Sentence } from '../../design/sentence';

/** That there is no result, why, and how far the job came. */
export function HowItEnded({
  job: { state, error, plan },
  evaluated,
}: {
  readonly job: Job;
  readonly evaluated: number;
}) {
  if (state === 'running' || state === 'waiting') return null;
  const otherwise = state === 'cancelled' ? 'The job was cancelled.' : 'The app ended while this job ran.';
  const reached = `${evaluated} of ${plan.steps} steps had been evaluated; what is shown is what came of them.`;
  return (
    <Sentence
      kind={state === 'failed' ? 'problem' : 'warning'}
    >{`${error?.message ?? otherwise} ${reached}`}</Sentence>
  );
}
