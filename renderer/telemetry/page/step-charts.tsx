import { Title } from '@mantine/core';
import { memo, type PointerEvent, useMemo, useState } from 'react';
import { columnsPath, roundUp, type StepRow } from '../../../electron/contract/index';
import { bytes } from '../../design/numbers';
import classes from './step-charts.module.css';

type ChartProps = {
  readonly title: string;
  /** One per step; undefined where there is none. */
  readonly values: readonly (number | undefined)[];
  readonly say: (value: number) => string;
};

const WIDTH = 400;
const HEIGHT = 96;

/** One column per step, as a single path: it costs next to nothing to draw while a job runs. */
function StepChart({ title, values, say }: ChartProps) {
  const [pointed, setPointed] = useState<number>();
  const known = useMemo(() => values.filter((value) => value !== undefined), [values]);
  const most = roundUp(known.reduce((highest, value) => Math.max(highest, value), 0));
  const path = useMemo(() => columnsPath(values, { width: WIDTH, height: HEIGHT, most }), [values, most]);
  const onPointerMove = ({ nativeEvent, currentTarget }: PointerEvent<SVGSVGElement>): void => {
    const share = nativeEvent.offsetX / Math.max(1, currentTarget.clientWidth);
    setPointed(Math.min(values.length - 1, Math.max(0, Math.floor(share * values.length))));
  };
  const at = pointed === undefined ? undefined : values[pointed];
  const summary =
    known.length === 0
      ? 'none'
      : `${known.length} steps, at most ${say(known.reduce((a, b) => Math.max(a, b)))}`;
  return (
    <figure className={classes['chart']} style={{ margin: 0 }}>
      <Title order={3}>{title}</Title>
      <div className={classes['top']}>
        <span>{known.length === 0 ? 'none' : say(most)}</span>
      </div>
      <svg
        role="img"
        aria-label={`${title}: ${summary}`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPointed(undefined)}
      >
        <path d={path} />
      </svg>
      <div className={classes['below']}>
        {pointed === undefined ? (
          <>
            <span>step 1</span>
            <span>step {values.length}</span>
          </>
        ) : (
          <span>
            step {pointed + 1}: {at === undefined ? 'none' : say(at)}
          </span>
        )}
      </div>
    </figure>
  );
}

const milliseconds = (value: number): string =>
  value < 1000 ? `${Number(value.toPrecision(3))} ms` : `${Number((value / 1000).toPrecision(3))} s`;

export const StepCharts = memo(
  ({ rows, steps }: { readonly rows: readonly StepRow[]; readonly steps: number }) => {
    const [latency, traffic, drift] = useMemo(() => {
      const values = (of: (row: StepRow) => number | undefined): (number | undefined)[] => {
        const all: (number | undefined)[] = Array.from({ length: steps }, () => undefined);
        for (const row of rows) all[row.step] = of(row);
        return all;
      };
      return [values((row) => row.latencyMs), values((row) => row.bytes), values((row) => row.drift)];
    }, [rows, steps]);
    return (
      <section aria-labelledby="steps">
        <Title order={2} id="steps" mb="xs">
          Steps
        </Title>
        <div className={classes['charts']}>
          <StepChart title="Latency" values={latency} say={milliseconds} />
          <StepChart title="Bytes sent" values={traffic} say={bytes} />
          <StepChart title="Drift" values={drift} say={(value) => String(Number(value.toPrecision(3)))} />
        </div>
      </section>
    );
  },
);
