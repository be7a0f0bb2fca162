import { ActionIcon, NumberInput, Tooltip } from '@mantine/core';
import { IconDice5, IconLock, IconLockOpen } from '@tabler/icons-react';
import { Hinted } from '../../design/hint';
import { changeForm, rollSeed, useForm } from './form-store';
import { toField } from './number-field';
import classes from './seed-field.module.css';
import { useProblem } from './use-form-check';

const EXPLANATION =
  'The number that the random start is made from. The same seed and settings make the same again.';

export function SeedField() {
  const seed = useForm(({ values }) => values.seed);
  const locked = useForm(({ values }) => values.seedLocked);
  const problem = useProblem('seed');
  const lock = locked ? 'The seed is kept for the next one' : 'The next one gets a new seed';
  return (
    <div className={classes['seed']}>
      <Hinted term="Seed" hint={EXPLANATION}>
        <NumberInput
          label="Seed"
          value={seed}
          error={problem}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          hideControls
          onChange={(value) => changeForm({ seed: toField(value) })}
        />
      </Hinted>
      <Tooltip label="Roll a new seed">
        <ActionIcon variant="default" size={30} aria-label="Roll a new seed" onClick={rollSeed}>
          <IconDice5 size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={lock}>
        <ActionIcon
          variant={locked ? 'light' : 'default'}
          size={30}
          aria-label="Keep the seed"
          aria-pressed={locked}
          onClick={() => changeForm({ seedLocked: !locked })}
        >
          {locked ? (
            <IconLock size={18} stroke={1.6} aria-hidden />
          ) : (
            <IconLockOpen size={18} stroke={1.6} aria-hidden />
          )}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
