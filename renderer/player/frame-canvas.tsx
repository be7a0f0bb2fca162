import { useCallback } from 'react';
import { type Clip, writeRgba } from './clip';
import { PaintedCanvas } from './painted-canvas';

type Props = {
  readonly clip: Clip;
  readonly frame: number;
  readonly label: string;
  /** Hard pixel edges instead of smooth scaling. */
  readonly crisp?: boolean;
  /** At its own size instead of as large as there is room. */
  readonly actualSize?: boolean;
};

/** One frame of a clip, scaled into the room there is; past its end, the last one. */
export function FrameCanvas({ clip, frame, ...canvas }: Props) {
  const paint = useCallback(
    (rgba: Uint8ClampedArray) => writeRgba(clip, Math.min(frame, clip.frames - 1), rgba),
    [clip, frame],
  );
  return <PaintedCanvas width={clip.width} height={clip.height} paint={paint} {...canvas} />;
}
