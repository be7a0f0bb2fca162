import { UnstyledButton } from '@mantine/core';
import classes from './examples.module.css';

type Props = { readonly prompts: readonly string[]; readonly onChoose: (prompt: string) => void };

/** Prompts that work well with the model; one click fills the field. */
export function Examples({ prompts, onChoose }: Props) {
  if (prompts.length === 0) return null;
  return (
    <ul className={classes['examples']} aria-label="Examples">
      {prompts.map((prompt) => (
        <li key={prompt}>
          <UnstyledButton className={classes['example']} onClick={() => onChoose(prompt)}>
            {prompt}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
