import { useEffect, useRef } from 'react';
import classes from './clip-canvas.module.css';

type Props = {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** Writes the picture as RGBA; painted anew whenever this is another function. */
  readonly paint: (rgba: Uint8ClampedArray) => void;
  /** Hard pixel edges instead of smooth scaling. */
  readonly crisp?: boolean;
  /** At its own size instead of as large as there is room. */
  readonly actualSize?: boolean;
};

/** A picture out of memory, scaled into the room there is. */
export function PaintedCanvas({ width, height, label, paint, crisp = false, actualSize = false }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const image = context.createImageData(width, height);
    paint(image.data);
    context.putImageData(image, 0, 0);
  }, [paint, width, height]);

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
