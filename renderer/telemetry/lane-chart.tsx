import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { firstChange } from './lane-changes';
import classes from './lane-chart.module.css';
import { type LanePicture, lanesHeight, paintLanes } from './paint-lanes';
import { setCanvasSize } from './set-canvas-size';

type Props = LanePicture & {
  /** What the picture says, in words. */
  readonly label: string;
  /** What stands beside each lane. */
  readonly names: readonly { readonly name: string; readonly note: string }[];
};

/** One lane per device and one column per round, drawn on a canvas because there may be thousands of segments. */
export function LaneChart({ label, names, lanes, columns, segments, doneColumns, failedLane }: Props) {
  const dark = useComputedColorScheme('light') === 'dark';
  const { ref: box, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const painted = useRef<{ readonly picture: LanePicture; readonly width: number; readonly dark: boolean }>(
    undefined,
  );
  const height = lanesHeight(lanes);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined || width === 0) return;
    const pixelRatio = window.devicePixelRatio;
    const picture = { lanes, columns, segments, doneColumns, failedLane };
    const last = painted.current;
    const isNew = setCanvasSize(context.canvas, width, height, pixelRatio);
    const isOther = isNew || last === undefined || last.width !== width || last.dark !== dark;
    // A thousand rounds painted anew with each of them would take the time from the devices.
    paintLanes(
      { context, width, pixelRatio, dark },
      picture,
      isOther ? 0 : firstChange(last.picture, picture),
    );
    painted.current = { picture, width, dark };
  }, [width, height, dark, lanes, columns, segments, doneColumns, failedLane]);

  return (
    <div className={classes['chart']}>
      <div className={classes['names']}>
        {names.map(({ name }) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <div ref={box} className={classes['lanes']} role="img" aria-label={label} style={{ height }}>
        <canvas ref={canvas} aria-hidden style={{ width, height }} />
      </div>
      <div className={classes['notes']}>
        {names.map(({ name, note }) => (
          <span key={name}>{note}</span>
        ))}
      </div>
    </div>
  );
}
