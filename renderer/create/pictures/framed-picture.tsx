import { type PointerEvent, useRef } from 'react';
import { type Extent, type Fit, planFraming } from '../../../electron/contract/index';
import { cropAxis, cropPosition, dragged, focusAt } from '../../pictures/crop-position';
import type { FormPicture } from '../form/values';
import { changePicture } from './form-pictures';
import classes from './framed-picture.module.css';
import { usePreview } from './use-preview';

type Props = { readonly picture: FormPicture; readonly fit: Fit; readonly shape: Extent };

/** A picture as the clip will take it, in the clip's shape. What a crop keeps can be dragged; a slider does the same. */
export function FramedPicture({ picture, fit, shape }: Props) {
  const url = usePreview(picture.id);
  const area = useRef<SVGSVGElement>(null);
  const { part, size, bars } = planFraming(picture, { fit, focus: picture.focus, shape }, Number.MAX_VALUE);
  // Pixels of the clip per pixel of the picture; rounding makes them differ by less than a pixel.
  const across = shape.width / (size.width + bars.left + bars.right);
  const down = shape.height / (size.height + bars.top + bars.bottom);
  const axis = fit === 'crop' ? cropAxis(picture, shape) : undefined;

  const drag = (event: PointerEvent): void => {
    const scale = area.current?.getScreenCTM()?.a;
    if (axis === undefined || scale === undefined || !event.currentTarget.hasPointerCapture(event.pointerId))
      return;
    const moved = { x: event.movementX / scale / across, y: event.movementY / scale / down };
    const position = dragged(picture, shape, cropPosition(picture, shape, picture.focus), moved);
    changePicture(picture.id, { focus: focusAt(picture, shape, position) });
  };
  return (
    <svg
      ref={area}
      className={classes['picture']}
      viewBox={`0 0 ${shape.width} ${shape.height}`}
      role="img"
      aria-label={`${picture.name}, as the clip takes it`}
      data-moves={axis}
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={drag}
    >
      <svg viewBox={`0 0 ${shape.width} ${shape.height}`} aria-hidden>
        <rect width="100%" height="100%" fill="#000000" />
        {url !== undefined && (
          <image
            href={url}
            x={(bars.left - part.left) * across}
            y={(bars.top - part.top) * down}
            width={picture.width * across}
            height={picture.height * down}
            preserveAspectRatio="none"
          />
        )}
      </svg>
    </svg>
  );
}
