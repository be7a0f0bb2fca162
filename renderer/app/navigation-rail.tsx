import { Indicator, Tooltip, UnstyledButton } from '@mantine/core';
import { useActiveCount } from '../bridge/queue-store';
import { goTo, PAGES, useNavigation } from './navigation';
import classes from './navigation-rail.module.css';

export function NavigationRail() {
  const page = useNavigation((state) => state.from);
  const waiting = useActiveCount();
  return (
    <nav className={classes['rail']} aria-label="Pages">
      {PAGES.map(({ id, title, icon: Icon }, i) => (
        <Tooltip key={id} label={`Ctrl+${i + 1}`} position="right">
          <UnstyledButton
            className={classes['page']}
            data-page={id}
            aria-current={page === id ? 'page' : undefined}
            onClick={() => goTo(id)}
          >
            <Indicator
              disabled={id !== 'queue' || waiting === 0}
              label={waiting}
              size={16}
              color="accent"
              className={classes['count']}
            >
              <Icon size={22} stroke={1.6} aria-hidden />
            </Indicator>
            <span>{title}</span>
          </UnstyledButton>
        </Tooltip>
      ))}
    </nav>
  );
}
