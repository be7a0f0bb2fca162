import { Textarea } from '@mantine/core';
import { changeForm, useForm, useFormModel } from './form-store';
import { TokenCounter } from './token-counter';
import classes from './token-counter.module.css';
import { useProblem } from './use-form-check';

export function PromptField() {
  const prompt = useForm(({ values }) => values.prompt);
  const problem = useProblem('prompt');
  const model = useFormModel();
  return (
    <div>
      <Textarea
        label="Prompt"
        placeholder="What the clip should show"
        autosize
        minRows={3}
        maxRows={7}
        value={prompt}
        error={problem}
        onChange={({ currentTarget }) => changeForm({ prompt: currentTarget.value })}
        data-autofocus
      />
      <div className={classes['counter']}>
        {model !== undefined && <TokenCounter model={model} text={prompt} />}
      </div>
    </div>
  );
}
