import { Button, Kbd, Text } from '@mantine/core';
import { useId } from 'react';
import { useCommand } from '../../app/commands';
import { useBenchmarkState } from '../../bridge/benchmark-state';
import { useRunningJobId } from '../../bridge/queue-store';
import { generate, useIsStarting } from '../job-actions';
import { AFTER_BENCHMARK } from '../stage/waiting';
import classes from './generate-bar.module.css';
import { useFormCheck } from './use-form-check';
import { useMemoryFit } from './use-memory-fit';

/** The one thing to do, and why it cannot be done when it cannot. */
export function GenerateBar() {
  const check = useFormCheck();
  const busy = useRunningJobId() !== undefined;
  const starting = useIsStarting();
  const reason = useId();
  useCommand('generate', generate);
  const fit = useMemoryFit(check);
  const measuring = useBenchmarkState(({ running }) => running !== null);
  const waits = busy ? 'It starts when the jobs before it are done.' : measuring ? AFTER_BENCHMARK : '';
  const note = check.ok ? [waits, fit?.sentence].filter(Boolean).join(' ') : check.reason;
  return (
    <div className={classes['bar']}>
      <Button
        fullWidth
        size="md"
        disabled={!check.ok}
        loading={starting}
        aria-describedby={reason}
        onClick={generate}
        rightSection={
          <Kbd size="xs" className={classes['key']}>
            Ctrl+Enter
          </Kbd>
        }
      >
        {waits === '' ? 'Generate' : 'Add to the queue'}
      </Button>
      <Text
        id={reason}
        size="xs"
        {...(check.ok && fit?.verdict === 'does-not-fit' ? { fw: 500 } : { c: 'dimmed' })}
        className={classes['note']}
      >
        {note}
      </Text>
    </div>
  );
}
