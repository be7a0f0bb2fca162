import { Button } from '@mantine/core';
import type { ModelOf } from '../../../electron/contract/index';
import { Hinted } from '../../design/hint';
import { count } from '../../design/numbers';
import classes from '../form/fields.module.css';
import { Fold } from '../form/fold';
import { changeFormOf, chooseModel, useFormOf, useModelOf } from '../form/form-store';
import { NumberField } from '../form/number-field';
import { SizeFields } from '../form/size-fields';
import { useFormCheck } from '../form/use-form-check';
import type { ImageToVideoValues } from '../form/values';

const change = (patch: Partial<ImageToVideoValues>): void => changeFormOf('image-to-video', patch);

function summaryOf({ width, height, frames, fps }: ImageToVideoValues): string {
  const length = frames !== '' && fps !== '' && fps > 0 ? `, ${(frames / fps).toFixed(1)} s` : '';
  return `${width} × ${height}, ${count(frames === '' ? 0 : frames, 'frame')}${length}`;
}

/** Size, length and the finer points of what is asked for. */
export function ImageToVideoClip() {
  const values = useFormOf('image-to-video');
  const model = useModelOf('image-to-video');
  const { problems } = useFormCheck();
  const { width, height, frames, fps, noiseAugStrength, minGuidanceScale, maxGuidanceScale, decodeChunk } =
    problems;
  const folded =
    width ??
    height ??
    frames ??
    fps ??
    noiseAugStrength ??
    minGuidanceScale ??
    maxGuidanceScale ??
    decodeChunk;
  return (
    <Fold title="Clip" summary={summaryOf(values)} problem={folded}>
      {model !== undefined && <ClipFields values={values} model={model} />}
    </Fold>
  );
}

type Props = { readonly values: ImageToVideoValues; readonly model: ModelOf<'image-to-video'> };

function ClipFields({ values, model }: Props) {
  const { sizeUnit, maxFrames } = model.limits;
  return (
    <>
      <div className={classes['pair']}>
        <SizeFields values={values} unit={sizeUnit} onChange={change} />
        <NumberOf values={values} name="frames" label="Frames" min={1} max={maxFrames} step={1}>
          How many frames the clip has. Models make the best clips of the length that they were trained on.
        </NumberOf>
        <NumberOf values={values} name="fps" label="Frame rate" suffix=" fps" min={1} max={240} step={1}>
          Frames a second. The model is told it as well: a lower rate asks for larger movements from frame to
          frame.
        </NumberOf>
        <NumberOf
          values={values}
          name="minGuidanceScale"
          label="Guidance, first"
          min={0}
          max={100}
          step={0.5}
        >
          How closely the first frame keeps to the picture. It rises evenly to the last frame.
        </NumberOf>
        <NumberOf values={values} name="maxGuidanceScale" label="Guidance, last" min={0} max={100} step={0.5}>
          How closely the last frame keeps to the picture; 1 or less turns guidance off and halves the work.
        </NumberOf>
        <NumberOf values={values} name="noiseAugStrength" label="Augmentation" min={0} max={10} step={0.01}>
          Noise that is added to the picture. More of it lets the clip move away from the picture.
        </NumberOf>
        <NumberOf values={values} name="decodeChunk" label="Decode chunk" min={1} max={maxFrames} step={1}>
          Frames that are decoded together. Fewer need less memory and are shared out among the devices; more
          flicker less.
        </NumberOf>
      </div>
      <Button variant="default" size="xs" onClick={() => chooseModel(model)}>
        Use the model’s defaults
      </Button>
    </>
  );
}

type NumberProps = {
  readonly values: ImageToVideoValues;
  readonly name:
    | 'frames'
    | 'fps'
    | 'minGuidanceScale'
    | 'maxGuidanceScale'
    | 'noiseAugStrength'
    | 'decodeChunk';
  readonly label: string;
  readonly suffix?: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The explanation. */
  readonly children: string;
};

function NumberOf({ values, name, label, suffix, min, max, step, children }: NumberProps) {
  const { problems } = useFormCheck();
  return (
    <Hinted term={label} hint={children}>
      <NumberField
        label={label}
        {...(suffix !== undefined && { suffix })}
        min={min}
        max={max}
        step={step}
        allowDecimal={step < 1}
        value={values[name]}
        error={problems[name]}
        onValue={(value) => change({ [name]: value })}
      />
    </Hinted>
  );
}
