import { useJob } from '../../bridge/queue-store';
import { StageEnded } from './stage-ended';
import { StageExamples } from './stage-examples';
import { StageFinishing } from './stage-finishing';
import { StageResult } from './stage-result';
import { StageRunning } from './stage-running';
import { StageWaiting } from './stage-waiting';
import { useSubject } from './subject';

/** The same place from start to end: examples, the live preview, the player. */
export function Stage() {
  const subject = useSubject();
  const job = useJob(subject.kind === 'job' ? subject.id : undefined);
  if (subject.kind === 'examples') return <StageExamples />;
  if (subject.kind === 'result') return <StageResult id={subject.id} />;
  switch (job?.state) {
    case undefined:
      return <StageFinishing id={subject.id} />;
    case 'running':
      return <StageRunning job={job} />;
    case 'waiting':
      return <StageWaiting job={job} />;
    case 'failed':
    case 'cancelled':
    case 'interrupted':
      return <StageEnded job={job} />;
  }
}
