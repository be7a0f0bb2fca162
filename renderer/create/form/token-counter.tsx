import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { Model } from '../../../electron/contract/index';
import { request } from '../../bridge/client';
import { count } from '../../design/numbers';
import { Sentence } from '../../design/sentence';
import { MAX_PROMPT_CHARACTERS } from './problems';
import classes from './token-counter.module.css';

const DELAY_MS = 200;

/** A model that reads a prompt. */
export type PromptedModel = Extract<Model, { limits: { promptTokens: number } }>;

/** How much of what the model reads a text takes, and a warning when its end will be cut off. */
export function TokenCounter({ model, text }: { readonly model: PromptedModel; readonly text: string }) {
  const [settled] = useDebouncedValue(text, DELAY_MS);
  const [tokens, setTokens] = useState<number>();
  const { id } = model;
  useEffect(() => {
    if (settled.length > MAX_PROMPT_CHARACTERS) return;
    let wanted = true;
    request('models.countTokens', { model: id, text: settled }).then(
      (counted) => wanted && setTokens(counted),
      // Without a count the field still works; the app cuts and says so itself.
      () => wanted && setTokens(undefined),
    );
    return () => {
      wanted = false;
    };
  }, [id, settled]);

  const limit = model.limits.promptTokens;
  const over = tokens === undefined ? 0 : tokens - limit;
  return (
    <div className={classes['line']} aria-live="polite">
      {over > 0 && <Sentence kind="warning">{`The last ${count(over, 'token')} will be cut.`}</Sentence>}
      <Text size="xs" c="dimmed" className={classes['count']}>
        {tokens === undefined ? '–' : tokens.toLocaleString('en-GB')} / {limit} {over > 0 ? '' : 'tokens'}
      </Text>
    </div>
  );
}
