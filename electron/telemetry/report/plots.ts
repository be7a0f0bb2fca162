import {
  columnsPath,
  deviceIntervals,
  roundUp,
  type StepRow,
  stretchesPath,
  ticks,
} from '../../../workers/api';
import type { WorkRecord } from '../work-record';
import { type Html, html } from './html';

const WIDTH = 920;
const LANE = 22;
const LANE_GAP = 6;
const NAMES = 90;
const AXIS = 20;

/** One lane per device over time: what computed, what was exchanged, and the waits between. */
export function timelinePlot({ devices, events, outcome }: WorkRecord): Html {
  const lanes = deviceIntervals(devices, events);
  const from = Math.min(...lanes.flatMap(([first]) => (first === undefined ? [] : [first.from])));
  const to = Math.max(...lanes.map((lane) => lane.at(-1)?.to ?? Number.NEGATIVE_INFINITY));
  if (!(to > from)) return html`<p>No step was evaluated.</p>`;
  const scale = (time: number): number => NAMES + ((time - from) / (to - from)) * (WIDTH - NAMES);
  const height = devices.length * (LANE + LANE_GAP);
  const drawn = lanes.map((intervals, lane) => {
    const top = lane * (LANE + LANE_GAP);
    const path = (activity: string, y: number, tall: number): string =>
      stretchesPath(
        intervals.filter((interval) => interval.activity === activity),
        scale,
        y,
        tall,
      );
    const exchange = path('exchange', top, LANE);
    return html`<text x="0" y="${top + LANE / 2}" dy="0.35em">${devices[lane] ?? ''}</text>
<path class="wait" d="${path('wait', top + LANE / 2 - 2, 4)}"/><path class="compute" d="${path('compute', top, LANE)}"/><path class="exchange" d="${exchange}"/><path fill="url(#hatch)" d="${exchange}"/>`;
  });
  const failed = 'device' in outcome ? devices.indexOf(outcome.device ?? '') : -1;
  const mark =
    failed < 0
      ? html``
      : html`<path class="failed" d="M${WIDTH - 6} ${failed * (LANE + LANE_GAP)}h6v${LANE}h-6z"/>`;
  const axis = ticks(to - from, 8).map((time) => {
    const anchor = time === 0 ? 'start' : 'middle';
    return html`<text x="${scale(from + time)}" y="${height + 14}" text-anchor="${anchor}">${seconds(time)}</text>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${height + AXIS}" role="img" aria-label="Timeline of ${devices.length} devices over ${seconds(to - from)}; the tables below say the same in numbers.">
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 6 6 0" stroke="#000" stroke-opacity="0.5"/></pattern></defs>
${drawn}${mark}${axis}</svg>`;
}

export type StepPlot = {
  readonly title: string;
  readonly value: (row: StepRow) => number | undefined;
  readonly say: (value: number) => string;
};

/** One column per step. */
export function stepPlot(rows: readonly StepRow[], steps: number, { title, value, say }: StepPlot): Html {
  const values: (number | undefined)[] = Array.from({ length: steps }, () => undefined);
  for (const row of rows) values[row.step] = value(row);
  const known = values.filter((one) => one !== undefined);
  if (known.length === 0) return html`<h3>${title}</h3><p>There is none in this job.</p>`;
  const most = roundUp(Math.max(...known));
  const height = 90;
  const path = columnsPath(values, { width: WIDTH - NAMES, height, most });
  const lines = [0, most / 2, most].map((tick) => {
    const y = height - (tick / most) * height + 8;
    return html`<path class="grid" d="M${NAMES} ${y}H${WIDTH}"/><text x="${NAMES - 8}" y="${y}" dy="0.35em" text-anchor="end">${say(tick)}</text>`;
  });
  const highest = Math.max(...known);
  return html`<h3>${title}</h3><svg viewBox="0 0 ${WIDTH} ${height + 8 + AXIS}" role="img" aria-label="${title} of ${known.length} steps, at most ${say(highest)}.">
${lines}<path class="compute" transform="translate(${NAMES} 8)" d="${path}"/>
<text x="${NAMES}" y="${height + 22}">step 1</text><text x="${WIDTH}" y="${height + 22}" text-anchor="end">step ${steps}</text></svg>`;
}

const seconds = (milliseconds: number): string =>
  milliseconds === 0 ? '0 s' : `${Number((milliseconds / 1000).toPrecision(3))} s`;
