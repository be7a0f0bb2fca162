import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { summariseLoad } from '../../electron/contract/index';
import { useJob } from '../bridge/queue-store';
import { useResult } from '../bridge/result-stores';
import { useTelemetry } from '../bridge/telemetry-store';
import { Hint } from '../design/hint';
import { times } from '../design/numbers';
import { LaneLegend } from '../telemetry/lane-legend';
import { type Work, workOfJob, workOfPlan, workOfResult } from '../telemetry/work';
import { WorkLanes } from '../telemetry/work-lanes';
import { useFormCheck } from './form/use-form-check';
import classes from './machine-strip.module.css';
import { useSubject } from './stage/subject';

/** The work of what is on the stage: the job, the result, or what the form would start. */
function useWork(): Work | undefined {
  const subject = useSubject();
  const job = useJob(subject.kind === 'job' ? subject.id : undefined);
  const heard = useTelemetry(({ jobs }) => (subject.kind === 'job' ? jobs.get(subject.id) : undefined));
  const result = useResult(subject.kind === 'result' ? subject.id : undefined);
  const { plan: choice } = useFormCheck();
  return useMemo(() => {
    if (job !== undefined) return workOfJob(job, heard);
    if (result?.state === 'ready') return workOfResult(result.value);
    return choice?.ok === true ? workOfPlan(choice.plan, choice.speedup, choice.devices) : undefined;
  }, [job, heard, result, choice]);
}

/** A miniature of the devices at work: one lane each, one column per round of the plan. */
export function MachineStrip() {
  const work = useWork();
  return (
    <section className={classes['strip']} aria-label="Machine">
      {work === undefined ? (
        <Text size="xs" c="dimmed">
          There is no plan yet.
        </Text>
      ) : (
        <Strip work={work} />
      )}
    </section>
  );
}

function Strip({ work }: { readonly work: Work }) {
  const { devices, events, idealSpeedup } = work;
  const load = useMemo(() => summariseLoad(devices, events), [devices, events]);
  return (
    <>
      <header className={classes['header']}>
        <Text size="xs" fw={500} className={classes['title']}>
          Machine
        </Text>
        <Text size="xs" c="dimmed" className="tabular" truncate>
          {events.length > 0 && `${times(load.concurrency)} at work · `}ideal {times(idealSpeedup)}
        </Text>
        <Hint term="at work">
          How many devices computed at the same time, on average. The ideal is the speed-up of this plan when
          communication costs nothing.
        </Hint>
        <div className={classes['legend']}>
          <LaneLegend />
        </div>
      </header>
      <div className={classes['lanes']}>
        <WorkLanes work={work} load={load} />
      </div>
    </>
  );
}
