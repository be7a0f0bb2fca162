import type { JobProgress, Stage } from '../../electron/contract/index';
import { duration } from './numbers';

type StageInfo = {
  readonly id: Stage;
  readonly title: string;
  readonly short: string;
  /** About how long it takes beside the others. */
  readonly weight: number;
};

/** The stages of a job in their order. */
export const STAGES: readonly StageInfo[] = [
  { id: 'load', title: 'Loading the model', short: 'Load', weight: 2 },
  { id: 'encode', title: 'Reading the prompt', short: 'Encode', weight: 1 },
  { id: 'denoise', title: 'Denoising', short: 'Denoise', weight: 8 },
  { id: 'decode', title: 'Decoding frames', short: 'Decode', weight: 3 },
  { id: 'save', title: 'Saving', short: 'Save', weight: 1 },
];

export const stageTitle = (stage: Stage): string => STAGES.find(({ id }) => id === stage)?.title ?? stage;

export const stageIndex = (stage: Stage): number => STAGES.findIndex(({ id }) => id === stage);

/** `Denoising, step 31 of 50 · 4 s left`. */
export function progressText({ stage, done, total, secondsLeft }: JobProgress): string {
  const part = stage === 'denoise' ? `, step ${done} of ${total}` : '';
  const left = secondsLeft === null ? '' : ` · ${duration(secondsLeft)} left`;
  return `${stageTitle(stage)}${part}${left}`;
}

export const shareDone = ({ done, total }: JobProgress): number =>
  total > 0 ? Math.min(1, done / total) : 0;
