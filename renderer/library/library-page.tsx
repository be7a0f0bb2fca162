import { Button, EmptyState, Group, Text } from '@mantine/core';
import { IconLayoutGrid, IconSearch } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { ResultSummary } from '../../electron/contract/index';
import { goTo } from '../app/navigation';
import { LOADING, type Loadable } from '../bridge/loadable';
import { Loaded } from '../design/loaded';
import { count } from '../design/numbers';
import { PageFrame } from '../design/page-frame';
import { CompareButton } from './compare-button';
import { confirmTrash } from './confirm-trash';
import { LibrarySearch } from './library-search';
import { clearSelection, refreshLibrary, useLibrary } from './library-store';
import { ResultGrid } from './result-grid';

export function LibraryPage() {
  useEffect(() => {
    void refreshLibrary();
  }, []);
  const results = useLibrary((state) => state.results);
  const problem = useLibrary((state) => state.problem);
  const search = useLibrary((state) => state.search);
  const list: Loadable<readonly ResultSummary[]> =
    problem !== undefined
      ? { state: 'failed', problem }
      : results === undefined
        ? LOADING
        : { state: 'ready', value: results };
  return (
    <PageFrame title="Library" actions={<Actions />}>
      <Loaded of={list} what="library">
        {(found) =>
          found.length > 0 ? <ResultGrid results={found} /> : search === '' ? <Empty /> : <NothingFound />
        }
      </Loaded>
    </PageFrame>
  );
}

function Actions() {
  const selected = useLibrary((state) => state.selected);
  const total = useLibrary((state) => state.total);
  if (selected.size === 0) {
    return (
      <>
        <Text size="sm" c="dimmed" className="tabular">
          {count(total, 'result')}
        </Text>
        <LibrarySearch />
      </>
    );
  }
  return (
    <Group gap="xs">
      <Text size="sm" className="tabular">
        {count(selected.size, 'result')} selected
      </Text>
      <Button size="xs" variant="default" onClick={clearSelection}>
        Select none
      </Button>
      <CompareButton />
      <Button size="xs" color="red.8" onClick={() => confirmTrash([...selected])}>
        Move to trash
      </Button>
    </Group>
  );
}

const Empty = () => (
  <EmptyState
    pt={80}
    icon={<IconLayoutGrid stroke={1.4} />}
    title="Nothing made yet"
    description="Every clip and sound that you make is kept here, with everything that is needed to make it again."
  >
    <EmptyState.Actions>
      <Button onClick={() => goTo('create')}>Create the first one</Button>
    </EmptyState.Actions>
  </EmptyState>
);

const NothingFound = () => (
  <EmptyState
    pt={80}
    icon={<IconSearch stroke={1.4} />}
    title="Nothing found"
    description="No prompt and no model has these words. Try fewer or other ones."
  />
);
