import { useEffect, useMemo } from 'react';
import { type Job, titleOf } from '../../../electron/contract/index';
import { LOADING, type Loadable, ready } from '../../bridge/loadable';
import { useJob } from '../../bridge/queue-store';
import { useResult } from '../../bridge/result-stores';
import { loadHistory, useTelemetry } from '../../bridge/telemetry-store';
import { tellProblem } from '../../design/notify';
import { type Work, workOfJob, workOfResult } from '../work';
import type { TelemetrySubject } from './subject';

export type Watched = {
  readonly subject: TelemetrySubject;
  readonly title: string;
  readonly modelTitle: string;
  readonly work: Work;
  /** A job that is no result: how it is, or how it ended. */
  readonly job: Job | undefined;
};

/** The work of a job or result, kept up to date. */
export function useWatched(subject: TelemetrySubject | undefined): Loadable<Watched> {
  const jobId = subject?.kind === 'job' ? subject.id : undefined;
  const job = useJob(jobId);
  const heard = useTelemetry(({ jobs }) => (jobId === undefined ? undefined : jobs.get(jobId)));
  const result = useResult(subject?.kind === 'result' ? subject.id : undefined);
  const isThere = job !== undefined;
  useEffect(() => {
    if (jobId === undefined || !isThere) return;
    loadHistory(jobId).catch((error: unknown) =>
      tellProblem('What the job did before could not be read', error),
    );
  }, [jobId, isThere]);
  return useMemo(() => {
    if (subject === undefined) return { state: 'failed', problem: 'Open it from a clip or a job.' };
    if (subject.kind === 'job') {
      if (job === undefined) return { state: 'failed', problem: 'This job is no longer in the queue.' };
      const { draft, modelTitle } = job;
      return ready({ subject, title: titleOf(draft.request), modelTitle, work: workOfJob(job, heard), job });
    }
    if (result === undefined) return LOADING;
    if (result.state !== 'ready') return result;
    const { draft, modelTitle } = result.value;
    const work = workOfResult(result.value);
    return ready({ subject, title: titleOf(draft.request), modelTitle, work, job: undefined });
  }, [subject, job, heard, result]);
}
