import { Hinted } from '../../design/hint';
import classes from '../form/fields.module.css';
import { changeFormOf, useFormOf, useModelOf } from '../form/form-store';
import { NumberField } from '../form/number-field';
import { SeedField } from '../form/seed-field';
import { StepsField } from '../form/steps-field';
import { useFormCheck } from '../form/use-form-check';
import { PromptField } from './prompt-field';

/** What is in sight before a sound is made from a prompt. */
export function TextToAudioFields() {
  const { prompt, guidanceScale, seconds, waveforms } = useFormOf('text-to-audio');
  const model = useModelOf('text-to-audio');
  const { problems } = useFormCheck();
  return (
    <>
      <PromptField
        placeholder="What should be heard"
        prompt={prompt}
        model={model}
        onPrompt={(text) => changeFormOf('text-to-audio', { prompt: text })}
      />
      <SeedField />
      <div className={classes['pair']}>
        <StepsField />
        <Hinted
          term="Guidance"
          hint="How closely the sound follows the prompt. Low is freer, high is stricter and harsher; 1 turns it off."
        >
          <NumberField
            label="Guidance"
            min={0}
            max={100}
            step={0.5}
            decimalScale={2}
            value={guidanceScale}
            error={problems.guidanceScale}
            onValue={(value) => changeFormOf('text-to-audio', { guidanceScale: value })}
          />
        </Hinted>
      </div>
      <div className={classes['pair']}>
        <NumberField
          label="Seconds"
          min={model?.limits.minSeconds ?? 0}
          max={model?.limits.maxSeconds ?? 120}
          step={1}
          decimalScale={2}
          value={seconds}
          error={problems.seconds}
          onValue={(value) => changeFormOf('text-to-audio', { seconds: value })}
        />
        <NumberField
          label="Variants"
          min={1}
          max={model?.limits.maxWaveforms ?? 16}
          step={1}
          value={waveforms}
          error={problems.waveforms}
          onValue={(value) => changeFormOf('text-to-audio', { waveforms: value })}
        />
      </div>
    </>
  );
}
