import { Badge, Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ResultSummary } from '../../electron/contract/index';
import { failed, LOADING, type Loadable, ready } from '../bridge/loadable';
import { useResult } from '../bridge/result-stores';
import { Loaded } from '../design/loaded';
import { date, measured } from '../design/numbers';
import { findCandidates, isTwin } from './candidates';
import { chooseOther, stopSeeking, useComparison } from './comparison-store';
import classes from './result-picker.module.css';
import { wayOf } from './way';

/** Asks which result another one shall be compared with. */
export function ResultPicker() {
  const sought = useComparison((state) => state.sought);
  const beside = useResult(sought?.beside);
  return (
    <Modal opened={sought !== undefined} onClose={stopSeeking} title="Compare with" size="lg">
      {beside !== undefined && (
        <Loaded of={beside} what="clip">
          {(result) => <Candidates key={result.id} result={result} />}
        </Loaded>
      )}
    </Modal>
  );
}

const DELAY_MS = 200;
const MOST_CHARACTERS = 1000;

function Candidates({ result }: { readonly result: ResultSummary }) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), DELAY_MS);
  const [found, setFound] = useState<Loadable<readonly ResultSummary[]>>(LOADING);
  useEffect(() => {
    let wanted = true;
    findCandidates(result, search).then(
      (results) => wanted && setFound(ready(results)),
      (error: unknown) => wanted && setFound(failed(error)),
    );
    return () => {
      wanted = false;
    };
  }, [result, search]);
  return (
    <Stack gap="sm" mih={360}>
      <TextInput
        type="search"
        size="xs"
        aria-label="Search prompts and models"
        placeholder="Search prompts and models"
        leftSection={<IconSearch size={16} aria-hidden />}
        maxLength={MOST_CHARACTERS}
        value={typed}
        data-autofocus
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Loaded of={found} what="library">
        {(results) =>
          results.length === 0 ? (
            <Text size="sm" c="dimmed" ta="center" pt="xl">
              {search === ''
                ? 'There is nothing else of this kind in the library yet.'
                : 'No prompt and no model of this kind has these words.'}
            </Text>
          ) : (
            <ul className={classes['list']}>
              {results.map((other) => (
                <li key={other.id}>
                  <Candidate other={other} twin={isTwin(result, other)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Stack>
  );
}

function Candidate({ other, twin }: { readonly other: ResultSummary; readonly twin: boolean }) {
  const { id, title, seed, seconds, createdAt, thumbnailUrl } = other;
  return (
    <UnstyledButton className={classes['candidate']} onClick={() => chooseOther(id)}>
      <img src={thumbnailUrl} alt="" loading="lazy" className={classes['picture']} />
      <span className={classes['text']}>
        <Text component="span" size="sm" truncate display="block">
          {title}
        </Text>
        <Text component="span" size="xs" c="dimmed" className="tabular" display="block" truncate>
          seed {seed} · {wayOf(other)} · {measured(seconds * 1000)} · {date(createdAt)}
        </Text>
      </span>
      {twin && (
        <Badge size="sm" variant="light" style={{ flex: 'none' }}>
          same seed
        </Badge>
      )}
    </UnstyledButton>
  );
}
