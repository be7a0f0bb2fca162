import { Textarea } from '@mantine/core';
import { type PromptedModel, TokenCounter } from '../form/token-counter';
import classes from '../form/token-counter.module.css';
import { useProblem } from '../form/use-form-check';

type Props = {
  readonly placeholder: string;
  readonly prompt: string;
  readonly model: PromptedModel | undefined;
  readonly onPrompt: (prompt: string) => void;
};

export function PromptField({ placeholder, prompt, model, onPrompt }: Props) {
  const problem = useProblem('prompt');
  return (
    <div>
      <Textarea
        label="Prompt"
        placeholder={placeholder}
        autosize
        minRows={3}
        maxRows={7}
        value={prompt}
        error={problem}
        onChange={({ currentTarget }) => onPrompt(currentTarget.value)}
        data-autofocus
      />
      <div className={classes['counter']}>
        {model !== undefined && <TokenCounter model={model} text={prompt} />}
      </div>
    </div>
  );
}
