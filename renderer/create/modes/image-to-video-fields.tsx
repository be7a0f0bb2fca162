import { Hinted } from '../../design/hint';
import classes from '../form/fields.module.css';
import { changeFormOf, useFormOf } from '../form/form-store';
import { NumberField } from '../form/number-field';
import { SeedField } from '../form/seed-field';
import { StepsField } from '../form/steps-field';
import { useProblem } from '../form/use-form-check';
import { PictureField } from '../pictures/picture-field';

/** What is in sight before a clip is made from a picture. */
export function ImageToVideoFields() {
  return (
    <>
      <PictureField />
      <SeedField />
      <div className={classes['pair']}>
        <StepsField />
        <MotionField />
      </div>
    </>
  );
}

function MotionField() {
  const { motionBucketId } = useFormOf('image-to-video');
  const problem = useProblem('motionBucketId');
  return (
    <Hinted
      term="Motion"
      hint="How much moves, by the scale that the model was trained on: 127 is usual, 255 is a lot."
    >
      <NumberField
        label="Motion"
        min={0}
        max={1023}
        step={10}
        allowDecimal={false}
        value={motionBucketId}
        error={problem}
        onValue={(value) => changeFormOf('image-to-video', { motionBucketId: value })}
      />
    </Hinted>
  );
}
