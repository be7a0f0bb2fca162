import type { JobProgress } from '../../electron/contract/index';
import { stageTitle } from '../design/stages';

/** What is worth saying aloud: the stage, and the quarter of it that is done. */
export function milestoneOf({ stage, done, total }: JobProgress): string {
  const quarters = total > 0 ? Math.floor((done / total) * 4) : 0;
  const title = stageTitle(stage);
  return quarters === 0 || quarters === 4 ? title : `${title}, ${quarters * 25} percent`;
}
