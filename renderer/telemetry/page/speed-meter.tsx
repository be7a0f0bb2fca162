import { Text, Title } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import type { DriftSummary, LoadSummary, SpeedupSoFar } from '../../../electron/contract/index';
import { Hint } from '../../design/hint';
import { bytes, measured, percent, times } from '../../design/numbers';
import classes from './speed-meter.module.css';

type Props = {
  /** Of the whole plan. */
  readonly ideal: number;
  readonly speedup: SpeedupSoFar | undefined;
  readonly load: LoadSummary;
  readonly drift: DriftSummary | undefined;
};

const ACHIEVED_HINT =
  'Steps done at the pace of those that ran alone on the first device, over the time they really took. The first steps of each clip run alone and set the pace.';
const IDEAL_HINT =
  'The same rounds if exchange and stepping cost nothing and all devices were as fast as the first.';
const DRIFT_HINT =
  'How far the reused noise was from the one then predicted. 0 is no difference; small drift means that working ahead changed little.';

/** How much was gained, beside what could be. */
export const SpeedMeter = memo(({ ideal, speedup, load, drift }: Props) => {
  const traffic = load.devices.reduce((sum, device) => sum + device.bytes, 0);
  return (
    <section aria-labelledby="speed">
      <Title order={2} id="speed">
        Speed
      </Title>
      <Meter speedup={speedup} ideal={ideal} />
      <dl className={classes['facts']}>
        <Fact name="Achieved" hint={ACHIEVED_HINT}>
          {speedup === undefined ? '–' : times(speedup.achieved)}
        </Fact>
        <Fact name="Ideal so far" hint={IDEAL_HINT}>
          {speedup === undefined ? '–' : times(speedup.ideal)}
        </Fact>
        <Fact name="Of the ideal">
          {speedup === undefined ? '–' : percent(speedup.achieved / speedup.ideal)}
        </Fact>
        <Fact name="Ideal of the whole">{times(ideal)}</Fact>
        <Fact name="A step alone">{speedup === undefined ? '–' : measured(speedup.stepMs)}</Fact>
        <Fact name="Devices at work">{load.concurrency.toFixed(2)}</Fact>
        <Fact name="Sent">{bytes(traffic)}</Fact>
        <Fact name="Drift" hint={DRIFT_HINT}>
          {drift === undefined
            ? 'nothing reused'
            : `${drift.mean.toFixed(3)}, at most ${drift.greatest.toFixed(3)} in step ${drift.greatestStep}`}
        </Fact>
      </dl>
    </section>
  );
});

function Meter({ speedup, ideal }: { readonly speedup: SpeedupSoFar | undefined; readonly ideal: number }) {
  const achieved = speedup?.achieved ?? 0;
  const marked = speedup?.ideal ?? ideal;
  // Room to the right of the ideal: where steps that ran alone were slow, more can be achieved.
  const most = Math.max(ideal, achieved, 1) * 1.05;
  return (
    <>
      {/* The browser's own meter cannot show what would be ideal. */}
      {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
      <div
        className={classes['meter']}
        role="meter"
        aria-label="Achieved speed-up"
        aria-valuemin={0}
        aria-valuemax={Number(most.toFixed(2))}
        aria-valuenow={Number(achieved.toFixed(2))}
        aria-valuetext={speedup === undefined ? 'not known yet' : `${times(achieved)} of ${times(marked)}`}
      >
        <div className={classes['achieved']} style={{ width: `${(achieved / most) * 100}%` }} />
        <div className={classes['ideal']} style={{ left: `${(marked / most) * 100}%` }} />
      </div>
      <Text size="xs" c="dimmed" mt={4}>
        The bar is what was achieved, the line what would be ideal.
      </Text>
    </>
  );
}

type FactProps = { readonly name: string; readonly hint?: string; readonly children: ReactNode };

function Fact({ name, hint, children }: FactProps) {
  return (
    <div>
      <dt>
        {name}
        {hint !== undefined && <Hint term={name.toLowerCase()}>{hint}</Hint>}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
