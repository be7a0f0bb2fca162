import { Hinted } from '../../design/hint';
import classes from '../form/fields.module.css';
import { changeFormOf, useFormOf, useModelOf } from '../form/form-store';
import { NumberField } from '../form/number-field';
import { SeedField } from '../form/seed-field';
import { StepsField } from '../form/steps-field';
import { useProblem } from '../form/use-form-check';
import { PromptField } from './prompt-field';

/** What is in sight before a clip is made from a prompt. */
export function TextToVideoFields() {
  const { prompt } = useFormOf('text-to-video');
  const model = useModelOf('text-to-video');
  return (
    <>
      <PromptField
        placeholder="What the clip should show"
        prompt={prompt}
        model={model}
        onPrompt={(text) => changeFormOf('text-to-video', { prompt: text })}
      />
      <SeedField />
      <div className={classes['pair']}>
        <StepsField />
        <GuidanceField />
      </div>
    </>
  );
}

function GuidanceField() {
  const { guidanceScale } = useFormOf('text-to-video');
  const problem = useProblem('guidanceScale');
  return (
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
        error={problem}
        onValue={(value) => changeFormOf('text-to-video', { guidanceScale: value })}
      />
    </Hinted>
  );
}
