import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './hint.module.css';

/** A word that needs explaining, with two lines that do so on hover or focus. */
export function Hint({ term, children }: { readonly term: string; readonly children: string }) {
  return (
    <Tooltip label={children}>
      <UnstyledButton className={classes['hint']} aria-label={`What is ${term}? ${children}`}>
        <IconInfoCircle size={14} stroke={1.6} aria-hidden />
      </UnstyledButton>
    </Tooltip>
  );
}

type HintedProps = {
  readonly term: string;
  readonly hint: string;
  /** A field with its label on top; the hint stands at the end of the label's line, outside of the label. */
  readonly children: ReactNode;
};

export function Hinted({ term, hint, children }: HintedProps) {
  return (
    <div className={classes['field']}>
      {children}
      <span className={classes['corner']}>
        <Hint term={term}>{hint}</Hint>
      </span>
    </div>
  );
}

/** A choice with its label beside it, and the hint after that. */
export function HintedChoice({ term, hint, children }: HintedProps) {
  return (
    <div className={classes['choice']}>
      {children}
      <Hint term={term}>{hint}</Hint>
    </div>
  );
}
