import { Text } from '@mantine/core';
import type { JobProgress } from '../../electron/contract/index';
import classes from './stage-progress.module.css';
import { progressText, STAGES, shareDone, stageIndex } from './stages';

/** How far a job is: one piece per stage, about as wide as the stage is long, and the same in words. */
export function StageProgress({ progress }: { readonly progress: JobProgress | null }) {
  const now = progress === null ? -1 : stageIndex(progress.stage);
  const text = progress === null ? 'Starting' : progressText(progress);
  const share = progress === null ? 0 : shareDone(progress);
  return (
    <div className={classes['progress']}>
      <Text size="sm" className="tabular" truncate>
        {text}
      </Text>
      <div
        className={classes['stages']}
        role="progressbar"
        aria-label="Progress of this stage"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={text}
      >
        {STAGES.map(({ id, short, weight }, i) => (
          <span key={id} className={classes['stage']} title={short} style={{ flexGrow: weight }}>
            <span style={{ transform: `scaleX(${i < now ? 1 : i === now ? share : 0})` }} />
          </span>
        ))}
      </div>
    </div>
  );
}
