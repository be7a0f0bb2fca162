import '@mantine/charts/styles.layer.css';
import { LineChart } from '@mantine/charts';

type Props = {
  /** What is measured, with its unit. */
  readonly title: string;
  /** Along the x axis, such as `Frame`. */
  readonly along: string;
  /** Whether only whole numbers lie along it. */
  readonly whole?: boolean;
  readonly points: readonly { readonly at: number; readonly value: number }[];
  /** All of the x axis, so that it stays where it is while points come in. */
  readonly from: number;
  readonly to: number;
  /** Where the players stand. */
  readonly now: number;
  readonly say: (value: number) => string;
  readonly onSeek: (at: number) => void;
};

const HEIGHT = 180;

/** A little more than the curve takes, in whole units: what hardly varies shall look so. */
const rangeStart = (least: number): number => Math.max(0, Math.floor(least - 1));
const rangeEnd = (most: number): number => Math.ceil(most + 1);

/** A curve over time with the players' position; a click goes there. The table beside it says the same. */
export function MeasureChart({ title, along, whole = false, points, from, to, now, say, onSeek }: Props) {
  return (
    <div aria-hidden>
      <LineChart
        h={HEIGHT}
        data={points.map(({ at, value }) => ({ at, [title]: value }))}
        dataKey="at"
        series={[{ name: title, color: 'accent.6' }]}
        curveType="linear"
        withDots={points.length <= 100}
        dotProps={{ r: 2 }}
        activeDotProps={{ r: 4 }}
        gridAxis="xy"
        xAxisLabel={along}
        xAxisProps={{ type: 'number', domain: [from, to], allowDecimals: !whole }}
        yAxisProps={{ domain: [rangeStart, rangeEnd], width: 72 }}
        valueFormatter={say}
        referenceLines={[{ x: now, color: 'orange.6' }]}
        lineProps={{ isAnimationActive: false }}
        lineChartProps={{
          accessibilityLayer: false,
          onClick: ({ activeLabel }) => {
            if (activeLabel !== undefined) onSeek(Number(activeLabel));
          },
        }}
      />
    </div>
  );
}
