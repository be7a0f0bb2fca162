import { type CSSProperties, type ReactNode, useCallback, useState } from 'react';
import type { Clip } from '../../player/clip';
import { FrameCanvas } from '../../player/frame-canvas';
import { PaintedCanvas } from '../../player/painted-canvas';
import { writeDifference } from './difference';
import classes from './views.module.css';

/** Both clips at one moment. */
export type Moment = {
  readonly a: Clip;
  readonly b: Clip;
  readonly frameA: number;
  readonly frameB: number;
  /** Hard pixel edges. */
  readonly crisp: boolean;
};

function Fit({ clip, children }: { readonly clip: Clip; readonly children: ReactNode }) {
  const ratio = { '--ratio': clip.width / clip.height } as CSSProperties;
  return (
    <div className={classes['stage']}>
      <div className={classes['fit']} style={ratio}>
        {children}
      </div>
    </div>
  );
}

const Tag = ({ side }: { readonly side: 'a' | 'b' }) => (
  <span className={classes['tag']} data-side={side} aria-hidden>
    {side.toUpperCase()}
  </span>
);

export function SideBySide({ a, b, frameA, frameB, crisp }: Moment) {
  return (
    <div className={classes['sides']}>
      <Fit clip={a}>
        <FrameCanvas clip={a} frame={frameA} crisp={crisp} label="A" />
        <Tag side="a" />
      </Fit>
      <Fit clip={b}>
        <FrameCanvas clip={b} frame={frameB} crisp={crisp} label="B" />
        <Tag side="b" />
      </Fit>
    </div>
  );
}

/** A to the left of an edge that can be moved, B to the right of it. */
export function Wipe({ a, b, frameA, frameB, crisp }: Moment) {
  const [edge, setEdge] = useState(50);
  return (
    <Fit clip={a}>
      <FrameCanvas clip={a} frame={frameA} crisp={crisp} label="A, left of the edge" />
      <div className={classes['layer']} style={{ clipPath: `inset(0 0 0 ${edge}%)` }}>
        <FrameCanvas clip={b} frame={frameB} crisp={crisp} label="B, right of the edge" />
      </div>
      <Tag side="a" />
      <Tag side="b" />
      <input
        type="range"
        className={classes['wipe']}
        aria-label="Edge between A and B"
        aria-valuetext={`${edge} % A`}
        min={0}
        max={100}
        value={edge}
        onChange={({ currentTarget }) => setEdge(Number(currentTarget.value))}
      />
      <span className={classes['edge']} style={{ left: `${edge}%` }} />
    </Fit>
  );
}

/** How far the frames are apart: black where they are equal. */
export function Difference({ a, b, frameA, frameB, crisp, gain }: Moment & { readonly gain: number }) {
  const paint = useCallback(
    (rgba: Uint8ClampedArray) => writeDifference([a, frameA], [b, frameB], gain, rgba),
    [a, b, frameA, frameB, gain],
  );
  return (
    <Fit clip={a}>
      <PaintedCanvas
        width={a.width}
        height={a.height}
        paint={paint}
        label={`Difference of A and B, ${gain} times as bright`}
        crisp={crisp}
      />
    </Fit>
  );
}
