import { Hinted } from '../../design/hint';
import classes from './fields.module.css';
import { changeForm, useForm, useFormModel } from './form-store';
import { NumberField } from './number-field';
import { useFormCheck } from './use-form-check';

/** Steps and guidance: what makes a clip better or truer, and slower. */
export function SamplingFields() {
  const steps = useForm(({ values }) => values.steps);
  const guidanceScale = useForm(({ values }) => values.guidanceScale);
  const { problems } = useFormCheck();
  const most = useFormModel()?.limits.maxSteps ?? 1000;
  return (
    <div className={classes['pair']}>
      <Hinted
        term="Steps"
        hint="How often the noise is reduced. More steps take longer and make finer clips, up to a point."
      >
        <NumberField
          label="Steps"
          min={1}
          max={most}
          allowDecimal={false}
          value={steps}
          error={problems.steps}
          onValue={(value) => changeForm({ steps: value })}
        />
      </Hinted>
      <Hinted
        term="Guidance"
        hint="How closely the clip follows the prompt. Low is freer, high is stricter and harsher; 1 turns it off."
      >
        <NumberField
          label="Guidance"
          min={0}
          max={100}
          step={0.5}
          decimalScale={2}
          value={guidanceScale}
          error={problems.guidanceScale}
          onValue={(value) => changeForm({ guidanceScale: value })}
        />
      </Hinted>
    </div>
  );
}
