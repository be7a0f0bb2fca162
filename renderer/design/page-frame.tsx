import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page-frame.module.css';

type Props = {
  readonly title: string;
  /** What can be done with the whole page. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** A page with a heading that stays while the rest scrolls. */
export function PageFrame({ title, actions, children }: Props) {
  return (
    <div className={classes['page']}>
      <header className={classes['header']}>
        <Title order={1}>{title}</Title>
        <div className={classes['actions']}>{actions}</div>
      </header>
      <div className={classes['body']}>{children}</div>
    </div>
  );
}
