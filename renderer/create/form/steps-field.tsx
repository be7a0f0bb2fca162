import { Hinted } from '../../design/hint';
import { changeForm, useForm, useFormModel } from './form-store';
import { NumberField } from './number-field';
import { useProblem } from './use-form-check';

export function StepsField() {
  const steps = useForm(({ values }) => values.steps);
  const problem = useProblem('steps');
  const most = useFormModel()?.limits.maxSteps ?? 1000;
  return (
    <Hinted
      term="Steps"
      hint="How often the noise is reduced. More steps take longer and make finer results, up to a point."
    >
      <NumberField
        label="Steps"
        min={1}
        max={most}
        allowDecimal={false}
        value={steps}
        error={problem}
        onValue={(value) => changeForm({ steps: value })}
      />
    </Hinted>
  );
}
