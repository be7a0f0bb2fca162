import { Button, FileButton, Input, SegmentedControl, Slider, UnstyledButton } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useId } from 'react';
import type { Extent, Fit } from '../../../electron/contract/index';
import { count } from '../../design/numbers';
import { cropAxis, cropPosition, focusAt } from '../../pictures/crop-position';
import { ACCEPTED, takePictures, useIsTaking } from '../../pictures/intake';
import { changeFormOf, useFormOf } from '../form/form-store';
import type { Field, FormPicture } from '../form/values';
import { changePicture, useShownPicture } from './form-pictures';
import { FramedPicture } from './framed-picture';
import classes from './picture-field.module.css';
import { PictureStrip } from './picture-strip';

const FITS: readonly { readonly value: Fit; readonly label: string; readonly note: string }[] = [
  { value: 'crop', label: 'Crop', note: 'Cut to the shape of the clip.' },
  { value: 'pad', label: 'Pad', note: 'All of it, with black bars.' },
  { value: 'stretch', label: 'Stretch', note: 'Squeezed into the shape of the clip.' },
];

/** The shape of the clip; a field that is being typed in counts as one. */
export function shapeOf({ width, height }: { readonly width: Field; readonly height: Field }): Extent {
  return { width: Math.max(1, Number(width)), height: Math.max(1, Number(height)) };
}

/** The pictures that come alive, and how they get the shape of the clip. */
export function PictureField() {
  const label = useId();
  const { pictures, fit, width, height } = useFormOf('image-to-video');
  const shown = useShownPicture();
  const shape = shapeOf({ width, height });
  return (
    <section aria-labelledby={label}>
      <div className={classes['head']}>
        <Input.Label id={label} labelElement="div">
          Picture
        </Input.Label>
        {pictures.length > 0 && <ChooseButton label="Replace…" />}
        {pictures.length > 0 && <ChooseButton label="Add…" adds />}
      </div>
      <div className={classes['frame']} data-empty={shown === undefined || undefined}>
        {shown === undefined ? <EmptyFrame /> : <FramedPicture picture={shown} fit={fit} shape={shape} />}
      </div>
      <div className={classes['framing']}>
        <SegmentedControl
          size="xs"
          aria-label="How the picture gets the shape of the clip"
          data={FITS.map(({ value, label: text, note }) => ({
            value,
            label: <span title={note}>{text}</span>,
          }))}
          value={fit}
          onChange={(value) => changeFormOf('image-to-video', { fit: value })}
        />
        <CropSlider picture={shown} fit={fit} shape={shape} />
      </div>
      {pictures.length > 0 && <PictureStrip pictures={pictures} shown={shown?.id} />}
      {pictures.length > 1 && (
        <Input.Description>
          {count(pictures.length, 'picture')}: each becomes a clip of its own.
        </Input.Description>
      )}
    </section>
  );
}

type ChooseProps = { readonly label: string; readonly adds?: boolean };

function ChooseButton({ label, adds = false }: ChooseProps) {
  const taking = useIsTaking();
  return (
    <FileButton multiple accept={ACCEPTED} onChange={(files) => takePictures(files, { adds })}>
      {(props) => (
        <Button {...props} variant="subtle" size="compact-xs" loading={taking}>
          {label}
        </Button>
      )}
    </FileButton>
  );
}

function EmptyFrame() {
  const taking = useIsTaking();
  return (
    <FileButton multiple accept={ACCEPTED} onChange={(files) => takePictures(files)}>
      {(props) => (
        <UnstyledButton {...props} className={classes['empty']} aria-busy={taking}>
          <IconPhotoPlus size={28} stroke={1.4} aria-hidden />
          <span>Choose a picture…</span>
          <span className={classes['ways']}>or drop one anywhere, or paste it</span>
        </UnstyledButton>
      )}
    </FileButton>
  );
}

type SliderProps = { readonly picture: FormPicture | undefined; readonly fit: Fit; readonly shape: Extent };

/** Where the crop stands. It is always there, so that nothing moves, and rests where there is nothing to choose. */
function CropSlider({ picture, fit, shape }: SliderProps) {
  const axis = picture === undefined || fit !== 'crop' ? undefined : cropAxis(picture, shape);
  const ends = axis === 'y' ? ['top', 'bottom'] : ['left', 'right'];
  return (
    <Slider
      className={classes['slider']}
      size="xs"
      min={0}
      max={1}
      step={0.01}
      label={null}
      disabled={axis === undefined}
      thumbLabel={`What the crop keeps, from ${ends.join(' to ')}`}
      value={picture === undefined ? 0.5 : cropPosition(picture, shape, picture.focus)}
      onChange={(position) => {
        if (picture !== undefined) changePicture(picture.id, { focus: focusAt(picture, shape, position) });
      }}
    />
  );
}
