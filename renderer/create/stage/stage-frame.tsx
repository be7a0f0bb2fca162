import type { ReactNode } from 'react';
import { Notices } from './notices';
import classes from './stage-frame.module.css';

type Props = {
  readonly children: ReactNode;
  /** The line under the picture; it keeps its height in every state, so that nothing jumps. */
  readonly bar?: ReactNode;
  readonly notices?: readonly string[];
  /** What is shown has something at its top that the notices must not lie over. */
  readonly noticesApart?: boolean;
};

export function StageFrame({ children, bar, notices = [], noticesApart = false }: Props) {
  return (
    <div className={classes['frame']}>
      <div
        className={classes['picture']}
        data-notices-apart={(noticesApart && notices.length > 0) || undefined}
      >
        {children}
        <Notices texts={notices} apart={noticesApart} />
      </div>
      <div className={classes['bar']}>{bar}</div>
    </div>
  );
}
