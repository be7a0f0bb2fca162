import { useEffect, useRef } from 'react';
import { type Clip, writeRgba } from './clip';
import classes from './clip-canvas.module.css';

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
export function FrameCanvas({ clip, frame, label, crisp = false, actualSize = false }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = clip;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const image = context.createImageData(width, height);
    writeRgba(clip, Math.min(frame, clip.frames - 1), image.data);
    context.putImageData(image, 0, 0);
  }, [clip, frame, width, height]);

  return (
    <canvas
      ref={canvas}
      className={classes['canvas']}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      data-crisp={crisp || undefined}
      data-actual={actualSize || undefined}
    />
  );
}
