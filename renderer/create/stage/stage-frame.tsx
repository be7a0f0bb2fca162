import type { ReactNode } from 'react';
import { Notices } from './notices';
import classes from './stage-frame.module.css';

type Props = {
  readonly children: ReactNode;
  /** The line under the picture; it keeps its height in every state, so that nothing jumps. */
  readonly bar?: ReactNode;
  readonly notices?: readonly string[];
};

export function StageFrame({ children, bar, notices = [] }: Props) {
  return (
    <div className={classes['frame']}>
      <div className={classes['picture']}>
        {children}
        <Notices texts={notices} />
      </div>
      <div className={classes['bar']}>{bar}</div>
    </div>
  );
}
