import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Interval } from '../../../electron/contract/index';
import { setCanvasSize } from '../set-canvas-size';
import { IntervalText } from './interval-text';
import { paintTimeline, ROW, ROW_GAP, timelineHeight } from './paint-timeline';
import classes from './timeline.module.css';
import type { Timeline } from './use-timeline';
import { lengthOf } from './view';

type Props = {
  readonly devices: readonly string[];
  readonly lanes: readonly (readonly Interval[])[];
  readonly failedLane: number | undefined;
  readonly timeline: Timeline;
};

export const ZOOM = 1.5;
const PAN = 0.2;

/** What each device did at every moment, on a canvas because there may be thousands of stretches. */
export function TimelineChart({ devices, lanes, failedLane, timeline }: Props) {
  const { view, marked, zoom, pan, showAll, markNext, markAt } = timeline;
  const dark = useComputedColorScheme('light') === 'dark';
  const { ref: box, width } = useElementSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [dragged, setDragged] = useState<number>();
  const height = timelineHeight(devices.length);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined || width === 0) return;
    const pixelRatio = window.devicePixelRatio;
    setCanvasSize(context.canvas, width, height, pixelRatio);
    const { fontFamily } = getComputedStyle(context.canvas);
    paintTimeline(
      { context, width, pixelRatio, dark, font: `11px ${fontFamily}` },
      { lanes, view, marked, failedLane },
    );
  }, [width, height, dark, lanes, view, marked, failedLane]);

  const timeAt = (x: number): number => view.from + (x / Math.max(1, width)) * lengthOf(view);
  useWheel(canvas, (event, x) => {
    if (event.ctrlKey || event.metaKey) zoom(event.deltaY < 0 ? ZOOM : 1 / ZOOM, timeAt(x));
    else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      pan(((event.deltaX || event.deltaY) / Math.max(1, width)) * 1.5);
    } else return false;
    return true;
  });

  const onPointerMove = ({ nativeEvent, movementX }: PointerEvent): void => {
    const { offsetX, offsetY } = nativeEvent;
    if (dragged !== undefined) pan(-movementX / Math.max(1, width));
    else markAt(Math.floor(offsetY / (ROW + ROW_GAP)), timeAt(offsetX));
  };
  const act = (key: string, along: boolean): boolean => {
    const lane = marked?.lane ?? 0;
    const direction = key === 'ArrowRight' ? 1 : -1;
    switch (key) {
      case 'ArrowRight':
      case 'ArrowLeft':
        if (along) pan(direction * PAN);
        else markNext(lane, direction);
        return true;
      case 'ArrowDown':
        markNext(Math.min(devices.length - 1, lane + 1), 1);
        return true;
      case 'ArrowUp':
        markNext(Math.max(0, lane - 1), 1);
        return true;
      case '+':
      case '=':
        zoom(ZOOM);
        return true;
      case '-':
        zoom(1 / ZOOM);
        return true;
      case '0':
      case 'Home':
        showAll();
        return true;
      default:
        return false;
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(event.key, event.shiftKey)) event.preventDefault();
  };

  return (
    <div>
      <div className={classes['timeline']}>
        <div className={classes['names']} aria-hidden>
          {devices.map((device) => (
            <span key={device}>{device}</span>
          ))}
        </div>
        {/* Arrow keys belong to the timeline while it has the focus; its steps are in the table below as well. */}
        <div
          ref={box}
          className={classes['lanes']}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move in it.
          tabIndex={0}
          aria-label={`Timeline of ${devices.join(', ')}. Arrow keys go from step to step and from device to device, plus and minus zoom, 0 shows all.`}
          data-dragging={dragged !== undefined || undefined}
          style={{ height }}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDragged(event.pointerId);
          }}
          onPointerUp={() => setDragged(undefined)}
          onPointerMove={onPointerMove}
        >
          <canvas ref={canvas} aria-hidden style={{ width, height }} />
        </div>
      </div>
      <div className={classes['detail']} aria-live="polite">
        {marked === undefined ? (
          'Point at a stretch of time, or move there with the arrow keys, to see what it was.'
        ) : (
          <IntervalText interval={marked} device={devices[marked.lane] ?? ''} />
        )}
      </div>
    </div>
  );
}

/** Wheel events that may be kept from scrolling the page, which React's own may not. */
function useWheel(
  canvas: RefObject<HTMLCanvasElement | null>,
  onWheel: (event: WheelEvent, x: number) => boolean,
): void {
  const newest = useRef(onWheel);
  useEffect(() => {
    newest.current = onWheel;
  });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const listener = (event: WheelEvent): void => {
      if (newest.current(event, event.offsetX)) event.preventDefault();
    };
    element.addEventListener('wheel', listener, { passive: false });
    return () => element.removeEventListener('wheel', listener);
  }, [canvas]);
}
