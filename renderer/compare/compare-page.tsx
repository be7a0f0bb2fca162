import { Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ResultDetail } from '../../electron/contract/index';
import { BackButton } from '../app/back-button';
import { LOADING, type Loadable, ready } from '../bridge/loadable';
import { useResult } from '../bridge/result-stores';
import { Loaded } from '../design/loaded';
import { PageFrame } from '../design/page-frame';
import { Sentence } from '../design/sentence';
import { type Side, seekOther, swapSides, useComparison } from './comparison-store';
import { DifferencesTable } from './differences-table';
import { SoundComparison } from './sound/sound-comparison';
import { VideoComparison } from './video/video-comparison';
import { wayOf } from './way';

type Both = Readonly<Record<Side, ResultDetail>>;

/** Two results beside each other: seen or heard together, measured, and how they were made. */
export function ComparePage() {
  const pair = useComparison((state) => state.pair);
  const both = useBoth(pair);
  return (
    <PageFrame
      title="Compare"
      actions={
        <>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowsLeftRight size={16} aria-hidden />}
            onClick={swapSides}
          >
            Swap A and B
          </Button>
          <BackButton />
        </>
      }
    >
      <Loaded of={both} what="comparison">
        {({ a, b }) => (
          <Stack gap="lg" maw={1200} mx="auto">
            <SimpleGrid cols={2}>
              <Named side="a" result={a} other={b} />
              <Named side="b" result={b} other={a} />
            </SimpleGrid>
            <Media a={a} b={b} />
            <DifferencesTable a={a} b={b} />
          </Stack>
        )}
      </Loaded>
    </PageFrame>
  );
}

function useBoth(pair: Readonly<Record<Side, string>> | undefined): Loadable<Both> {
  const [a, b] = [useResult(pair?.a), useResult(pair?.b)];
  return useMemo(() => {
    if (pair === undefined) return { state: 'failed', problem: 'Select two results in the library first.' };
    if (a?.state !== 'ready') return a ?? LOADING;
    if (b?.state !== 'ready') return b ?? LOADING;
    return ready({ a: a.value, b: b.value });
  }, [pair, a, b]);
}

type NamedProps = { readonly side: Side; readonly result: ResultDetail; readonly other: ResultDetail };

function Named({ side, result, other }: NamedProps) {
  const name = side.toUpperCase();
  return (
    <section aria-label={name}>
      <Text fw={600} truncate>
        {name} · {result.title}
      </Text>
      <Text size="xs" c="dimmed" className="tabular" truncate>
        {result.modelTitle}, seed {result.seed}, {wayOf(result)}
      </Text>
      <Button
        size="compact-xs"
        variant="subtle"
        ml={-8}
        aria-label={`Choose another for ${name}`}
        onClick={() => seekOther(other.id, side)}
      >
        Choose another…
      </Button>
    </section>
  );
}

function Media({ a, b }: Both) {
  if (a.media.kind === 'video' && b.media.kind === 'video') {
    return <VideoComparison key={`${a.id} ${b.id}`} a={a.media} b={b.media} />;
  }
  if (a.media.kind === 'audio' && b.media.kind === 'audio') {
    return <SoundComparison key={`${a.id} ${b.id}`} a={a.media} b={b.media} />;
  }
  return (
    <Sentence kind="warning">A clip and a sound cannot be seen together: choose two of one kind.</Sentence>
  );
}
