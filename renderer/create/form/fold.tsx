import { Collapse, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { Sentence } from '../../design/sentence';
import classes from './fold.module.css';

type Props = {
  readonly title: string;
  /** What the folded part holds, in one line. */
  readonly summary: string;
  /** What is wrong inside, said while it cannot be seen. */
  readonly problem?: string | undefined;
  readonly children: ReactNode;
};

/** A part of the form that is folded away until it is needed. */
export function Fold({ title, summary, problem, children }: Props) {
  const [open, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <section className={classes['fold']}>
      <UnstyledButton className={classes['head']} aria-expanded={open} aria-controls={id} onClick={toggle}>
        <IconChevronRight size={16} className={classes['chevron']} aria-hidden />
        <span className={classes['title']}>{title}</span>
        <span className={classes['summary']}>{summary}</span>
      </UnstyledButton>
      {!open && problem !== undefined && <Sentence>{problem}</Sentence>}
      <Collapse expanded={open} id={id} transitionDuration={120} keepMounted={false}>
        <div className={classes['body']}>{children}</div>
      </Collapse>
    </section>
  );
}
