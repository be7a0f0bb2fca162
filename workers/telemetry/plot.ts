/** Geometry of small charts, as SVG path data: the same in the window and in a report. */

/** The least of 1, 2, 2.5 and 5 times a power of ten that is not below `value`; 1 for nothing. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Round values from 0 to `most`, about `count` of them. */
export function ticks(most: number, count: number): number[] {
  const step = roundUp(most / Math.max(1, count));
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);
}

export type PlotFrame = {
  readonly width: number;
  readonly height: number;
  /** The value at the top. */
  readonly most: number;
};

/**
 * One column per value, from the bottom up; undefined leaves its place empty. Where there are more values than
 * units of width, neighbours share a column as high as the highest of them.
 */
export function columnsPath(
  values: readonly (number | undefined)[],
  { width, height, most }: PlotFrame,
): string {
  const columns = Math.max(1, Math.min(values.length, Math.floor(width)));
  const column = width / columns;
  const gap = column >= 4 ? 1 : 0;
  let path = '';
  for (let i = 0; i < columns; i++) {
    const from = Math.floor((i * values.length) / columns);
    const to = Math.max(from + 1, Math.floor(((i + 1) * values.length) / columns));
    let highest: number | undefined;
    for (let at = from; at < to; at++) {
      const value = values[at];
      if (value !== undefined && Number.isFinite(value)) highest = Math.max(highest ?? 0, value);
    }
    if (highest === undefined) continue;
    // What is there but tiny is still seen.
    const tall = Math.max(0.75, Math.min(height, (highest / most) * height));
    path += `M${short(i * column)} ${short(height)}v${short(-tall)}h${short(column - gap)}v${short(tall)}z`;
  }
  return path;
}

export type Stretch = { readonly from: number; readonly to: number };

/** Rectangles of one height along a line of time; neighbours closer than half a unit are joined. */
export function stretchesPath(
  stretches: readonly Stretch[],
  scale: (time: number) => number,
  top: number,
  height: number,
): string {
  let path = '';
  let open: { from: number; to: number } | undefined;
  const close = (): void => {
    if (open === undefined) return;
    path += `M${short(open.from)} ${short(top)}h${short(Math.max(0.5, open.to - open.from))}v${short(height)}H${short(open.from)}z`;
  };
  for (const stretch of stretches) {
    const from = scale(stretch.from);
    const to = scale(stretch.to);
    if (open !== undefined && from - open.to < 0.5) {
      open.to = to;
      continue;
    }
    close();
    open = { from, to };
  }
  close();
  return path;
}

/** Two decimals are a hundredth of a pixel, and keep reports of long jobs small. */
const short = (value: number): string => String(Math.round(value * 100) / 100);
