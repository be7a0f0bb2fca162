import { UnstyledButton } from '@mantine/core';
import classes from './examples.module.css';
import { changeForm, useFormModel } from './form-store';

/** Prompts that work well with the model; one click fills the field. */
export function Examples() {
  const examples = useFormModel()?.examples ?? [];
  if (examples.length === 0) return null;
  return (
    <ul className={classes['examples']} aria-label="Examples">
      {examples.map((prompt) => (
        <li key={prompt}>
          <UnstyledButton className={classes['example']} onClick={() => changeForm({ prompt })}>
            {prompt}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
