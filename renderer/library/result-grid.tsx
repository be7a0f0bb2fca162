import { Button, Center } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useEffect } from 'react';
import type { ResultSummary } from '../../electron/contract/index';
import { loadMore, useLibrary } from './library-store';
import { ResultCard } from './result-card';
import classes from './result-grid.module.css';

export function ResultGrid({ results }: { readonly results: readonly ResultSummary[] }) {
  const total = useLibrary((state) => state.total);
  return (
    <>
      <ul className={classes['grid']} aria-label="Results">
        {results.map((result) => (
          <li key={result.id}>
            <ResultCard result={result} />
          </li>
        ))}
      </ul>
      {results.length < total && <More key={results.length} />}
    </>
  );
}

/** Reads on when the end of the list comes into sight, or when it is pressed. */
function More() {
  const { ref, entry } = useIntersection();
  const inSight = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (inSight) void loadMore();
  }, [inSight]);
  return (
    <Center ref={ref} pt="md">
      <Button variant="default" size="xs" onClick={() => void loadMore()}>
        Show more
      </Button>
    </Center>
  );
}
