import { Button, Text } from '@mantine/core';
import { memo, useMemo } from 'react';
import { summariseLoad } from '../../electron/contract/index';
import { useJob } from '../bridge/queue-store';
import { useResult } from '../bridge/result-stores';
import { useTelemetry } from '../bridge/telemetry-store';
import { Hint } from '../design/hint';
import { times } from '../design/numbers';
import { LaneLegend } from '../telemetry/lane-legend';
import { openTelemetry } from '../telemetry/page/subject';
import { type Work, workOfJob, workOfPlan, workOfResult } from '../telemetry/work';
import { WorkLanes } from '../telemetry/work-lanes';
import { useFormCheck } from './form/use-form-check';
import classes from './machine-strip.module.css';
import { type Subject, useSubject } from './stage/subject';

/** The work of what is on the stage: the job, the result, or what the form would start. */
function useWork(subject: Subject): Work | undefined {
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
  const subject = useSubject();
  const work = useWork(subject);
  return (
    <section className={classes['strip']} aria-label="Machine">
      {work === undefined ? (
        <Text size="xs" c="dimmed">
          There is no plan yet.
        </Text>
      ) : (
        <Strip work={work} subject={subject} />
      )}
    </section>
  );
}

/** What of the header no progress changes. */
const Explained = memo(function Explained({ subject }: { readonly subject: Subject }) {
  return (
    <>
      <Hint term="at work">
        How many devices computed at the same time, on average. The ideal is the speed-up of this plan when
        communication costs nothing.
      </Hint>
      <div className={classes['legend']}>
        <LaneLegend />
      </div>
      {subject.kind !== 'examples' && (
        <Button
          size="compact-xs"
          variant="subtle"
          className={classes['opener']}
          onClick={() => openTelemetry(subject)}
        >
          Telemetry
        </Button>
      )}
    </>
  );
});

function Strip({ work, subject }: { readonly work: Work; readonly subject: Subject }) {
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
        <Explained subject={subject} />
      </header>
      {/* The button above does the same for keys. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above. */}
      <div
        className={classes['lanes']}
        data-opens={subject.kind !== 'examples' || undefined}
        onClick={subject.kind === 'examples' ? undefined : () => openTelemetry(subject)}
      >
        <WorkLanes work={work} load={load} />
      </div>
    </>
  );
}
